package org.quietus.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.dump.Spool;
import org.quietus.format.Beside;
import org.quietus.format.Decision;
import org.quietus.format.DumpTableName;
import org.quietus.format.RewriteReport;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;

/** A file on disk, read and rewritten by some of its columns. */
record ParquetFile(Path path) {

  /** Decides on a row. */
  interface Rule {
    Decision on(Row row) throws IOException;
  }

  private static Parquet format(String... columns) {
    return new Parquet(new DumpTableName(null, "rows"), List.of(columns), Spool::new);
  }

  /** Rewrites it into another file, which has to be what it was meant to be. */
  RewriteReport rewrite(ParquetFile into, Rule rule, String... columns) throws IOException {
    RewriteReport report = rewritten(into, rule, columns);
    RewriteReport again =
        into.rewritten(
            new ParquetFile(into.path.resolveSibling("again")), row -> Decision.KEEP, columns);
    assertThat(report.differencesFrom(again)).isEmpty();
    assertThat(into.path.resolveSibling("again")).hasSameBinaryContentAs(into.path);
    return report;
  }

  private RewriteReport rewritten(ParquetFile into, Rule rule, String... columns)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RowDecider decider =
        new RowDecider() {
          @Override
          public boolean wants(RowSource source) {
            return true;
          }

          @Override
          public Decision decide(Row row) throws IOException {
            return rule.on(row);
          }
        };
    try (InputStream in = Files.newInputStream(path)) {
      RewriteReport report = format(columns).rewrite(in, out, decider);
      Files.write(into.path, out.toByteArray());
      return report;
    }
  }

  /** The values of one column, row by row. */
  List<List<@Nullable Object>> values(String column) throws IOException {
    List<List<@Nullable Object>> values = new ArrayList<>();
    try (InputStream in = Files.newInputStream(path)) {
      format(column)
          .scan(
              in,
              new RowVisitor() {
                @Override
                public boolean wants(RowSource source) {
                  return true;
                }

                @Override
                public void visit(Row row) throws IOException {
                  values.add(row.values(0));
                }
              });
    }
    return values;
  }

  /** Texts that belong to no row, behind where they are. */
  List<String> besides(String column) throws IOException {
    List<String> besides = new ArrayList<>();
    try (InputStream in = Files.newInputStream(path)) {
      format(column)
          .scan(
              in,
              new RowVisitor() {
                @Override
                public boolean wants(RowSource source) {
                  return true;
                }

                @Override
                public void visit(Row row) {}

                @Override
                public void beside(Beside place, String text) {
                  besides.add(place + " " + text);
                }
              });
    }
    return besides;
  }

  byte[] bytes() throws IOException {
    return Files.readAllBytes(path);
  }
}
