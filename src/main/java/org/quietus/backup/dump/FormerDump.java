package org.quietus.backup.dump;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Beside;
import org.quietus.format.ByteStore;
import org.quietus.format.Copying;
import org.quietus.format.Decision;
import org.quietus.format.Drifted;
import org.quietus.format.DumpFiles;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpTableName;
import org.quietus.format.FileExtent;
import org.quietus.format.KnownValues;
import org.quietus.format.Reading;
import org.quietus.format.RewriteReport;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowKeeper;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.ToldRows;

/**
 * A dump of tables that had other names: whoever looks at it sees those of today, and every byte
 * that stays is as it was.
 */
class FormerDump implements DumpFormat {
  private final DumpFormat format;
  private final FormerTables tables;

  private FormerDump(DumpFormat format, FormerTables tables) {
    this.format = format;
    this.tables = tables;
  }

  /** The same format under the names of today. */
  static DumpFormat of(DumpFormat format, FormerTables tables) {
    return format.counts().isPresent()
        ? new Told(format, format.counts().get(), tables)
        : new FormerDump(format, tables);
  }

  /** The names of one reading, each found once. */
  private final class Names {
    private final Map<RowSource, RowSource> known = new HashMap<>();
    private @Nullable RowSource last;
    private @Nullable RowSource today;

    RowSource today(RowSource source) throws Drifted {
      RowSource found = source == last ? today : known.get(source);
      if (found == null) {
        found = tables.today(source);
        known.put(source, found);
      }
      last = source;
      today = found;
      return found;
    }

    Row today(Row row) throws Drifted {
      return new FormerRow(row, today(row.source()));
    }

    /** A decision with the names that the dump has. */
    Decision then(Decision decision, Row row) throws Drifted {
      if (!(decision instanceof Decision.Change change)) {
        return decision;
      }
      RowSource today = today(row.source());
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      change
          .values()
          .forEach(
              (column, value) -> {
                int place = today.indexOf(column);
                values.put(place < 0 ? column : row.source().columns().get(place), value);
              });
      return Decision.change(values);
    }
  }

  @Override
  public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
    Names names = new Names();
    return today(
        format.scan(
            in,
            new RowVisitor() {
              @Override
              public boolean wants(RowSource source) throws IOException {
                return visitor.wants(names.today(source));
              }

              @Override
              public void visit(Row row) throws IOException {
                visitor.visit(names.today(row));
              }

              @Override
              public boolean mayConcern(KnownValues values) throws IOException {
                return visitor.mayConcern(values);
              }

              @Override
              public void beside(Beside place, String text) throws IOException {
                visitor.beside(place, text);
              }
            }));
  }

  @Override
  public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException {
    Names names = new Names();
    RewriteReport report =
        format.rewrite(
            in,
            out,
            new RowDecider() {
              @Override
              public boolean wants(RowSource source) throws IOException {
                return decider.wants(names.today(source));
              }

              @Override
              public Decision decide(Row row) throws IOException {
                return names.then(decider.decide(names.today(row)), row);
              }

              @Override
              public boolean mayConcern(KnownValues values) throws IOException {
                return decider.mayConcern(values);
              }

              @Override
              public boolean isKnownToStay(long offset) {
                return decider.isKnownToStay(offset);
              }

              @Override
              public void beside(Beside place, String text) throws IOException {
                decider.beside(place, text);
              }
            });
    return new RewriteReport(
        today(report.reading()), report.tables(), report.bytesOut(), report.restSha256());
  }

  private Reading today(Reading reading) throws Drifted {
    return new Reading(
        tables.today(reading.schema()),
        reading.ending(),
        reading.bytes(),
        reading.unread(),
        reading.marks());
  }

  @Override
  public RowKeeper keeper(ByteStore store) {
    return format.keeper(store);
  }

  @Override
  public String howToShowTheEnd() {
    return format.howToShowTheEnd();
  }

  @Override
  public boolean isFolder() {
    return format.isFolder();
  }

  @Override
  public DumpFormat file(String name, DumpFiles files) throws IOException {
    return of(format.file(name, files), tables);
  }

  @Override
  public boolean says(String name) {
    return format.says(name);
  }

  @Override
  public Optional<String> database() {
    return format.database();
  }

  @Override
  public boolean saysDatabase() {
    return format.saysDatabase();
  }

  @Override
  public Optional<String> database(InputStream dump) throws IOException {
    return format.database(dump);
  }

  @Override
  public boolean isHome(String database) {
    return format.isHome(database);
  }

  /** One that says of others how many rows they have. */
  private static final class Told extends FormerDump implements ToldRows {
    private final ToldRows told;
    private final FormerTables tables;

    Told(DumpFormat format, ToldRows told, FormerTables tables) {
      super(format, tables);
      this.told = told;
      this.tables = tables;
    }

    private DumpTableName today(DumpTableName table) {
      try {
        return tables.today(table);
      } catch (Drifted e) {
        return table; // whoever reads the table says so
      }
    }

    @Override
    public Map<DumpTableName, Long> said() {
      Map<DumpTableName, Long> said = new LinkedHashMap<>();
      told.said().forEach((table, rows) -> said.put(today(table), rows));
      return said;
    }

    @Override
    public Set<DumpTableName> digested() {
      return told.digested().stream().map(this::today).collect(Collectors.toSet());
    }

    @Override
    public Map<String, Long> lengths() {
      return told.lengths();
    }

    @Override
    public boolean isOutdated(String file, FileExtent now) {
      return told.isOutdated(file, now);
    }

    @Override
    public DumpFormat saying(Map<DumpTableName, Long> rows, Map<String, FileExtent> files) {
      Map<DumpTableName, Long> then = new LinkedHashMap<>();
      rows.forEach((table, count) -> then.put(tables.then(table), Objects.requireNonNull(count)));
      return FormerDump.of(told.saying(then, files), tables);
    }

    @Override
    public Optional<ToldRows> counts() {
      return Optional.of(this);
    }
  }
}
