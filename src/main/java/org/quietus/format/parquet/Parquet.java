package org.quietus.format.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.quietus.format.ByteSource;
import org.quietus.format.ByteStore;
import org.quietus.format.Copying;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTableName;
import org.quietus.format.Ending;
import org.quietus.format.PlacedFormat;
import org.quietus.format.Reading;
import org.quietus.format.RewriteReport;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.Share;
import org.quietus.format.TableTally;

/**
 * Apache Parquet: each row is one record. Row groups of which every row stays are copied as they
 * are, with their filters and indexes; the others are encoded anew. A file that loses all its rows
 * stays, with its schema and without row groups. A file has to be read from its end: a stream is
 * put aside first, and of content that can be read from any place only what is needed is read.
 */
public final class Parquet implements PlacedFormat {
  private final RowSource source;
  private final Supplier<? extends ByteStore> stores;
  private final Set<String> notThere;

  /**
   * Looks at some columns of each row.
   *
   * @param table what the records are called
   * @param paths names with dots between them, {@code [*]} for each element of a list or entry of a
   *     map; or as the schema has them, with the groups that lists are made of
   * @param stores where a file is put aside while it is read
   */
  public Parquet(DumpTableName table, List<String> paths, Supplier<? extends ByteStore> stores) {
    this(new RowSource(table, paths, Optional.empty()), stores, Set.of());
  }

  private Parquet(RowSource source, Supplier<? extends ByteStore> stores, Set<String> notThere) {
    this.source = source;
    this.stores = stores;
    this.notThere = Set.copyOf(notThere);
  }

  /** The same that refuses files with one of these columns, which theirs had other names for. */
  public Parquet without(Set<String> paths) {
    return new Parquet(source, stores, paths);
  }

  @Override
  public Reading scan(InputStream in, RowVisitor visitor) throws IOException {
    try (Spooled file = Spooled.of(in, stores.get())) {
      return scan(file, visitor);
    }
  }

  @Override
  public Reading scan(ByteSource source, RowVisitor visitor) throws IOException {
    try (Spooled file = new Spooled(source)) {
      return scan(file, visitor);
    }
  }

  private Reading scan(Spooled file, RowVisitor visitor) throws IOException {
    RowDecider decider = RowDecider.keeping(visitor);
    FileMetaData footer = footer(file);
    if (decider.wants(source)) {
      try (GroupReader reader = new GroupReader(file, footer)) {
        FooterCheck.fits(footer, reader.schema());
        Leaf.requireNone(reader.schema(), notThere);
        TextsBeside.show(footer, decider);
        GroupDecider groups = new GroupDecider(source, reader, decider);
        for (int n = 0; n < footer.getRow_groupsSize(); n++) {
          groups.of(n, rows(footer.getRow_groups().get(n)));
        }
      }
    }
    return reading(file);
  }

  @Override
  public RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) throws IOException {
    try (Spooled file = Spooled.of(in, stores.get(), out)) {
      return rewrite(file, out, decider);
    }
  }

  @Override
  public RewriteReport rewrite(ByteSource source, Copying out, RowDecider decider)
      throws IOException {
    try (Spooled file = new Spooled(source)) {
      return rewrite(file, out, decider);
    }
  }

  private RewriteReport rewrite(Spooled file, Copying out, RowDecider decider) throws IOException {
    FileMetaData footer = footer(file);
    try (GroupReader reader = new GroupReader(file, footer)) {
      FooterCheck.fits(footer, reader.schema());
      GroupCopy copy = new GroupCopy(file, footer, new GroupRewriter(file, reader, stores), out);
      if (decider.wants(source)) {
        Leaf.requireNone(reader.schema(), notThere);
        TextsBeside.show(footer, decider);
        GroupDecider groups = new GroupDecider(source, reader, decider);
        for (int n = 0; n < footer.getRow_groupsSize(); n++) {
          copy.add(groups.of(n, rows(footer.getRow_groups().get(n))));
        }
      }
      long length = copy.complete();
      SortedMap<DumpTableName, TableTally> tallies = new TreeMap<>();
      tallies.put(source.table(), copy.tally());
      return new RewriteReport(reading(file), tallies, length, copy.restSha256());
    }
  }

  private static FileMetaData footer(Spooled file) throws IOException {
    FileMetaData footer = Footer.read(file);
    FooterCheck.readable(footer);
    footer.getRow_groups().forEach(group -> Share.require(group.getTotal_byte_size()));
    return footer;
  }

  private static int rows(RowGroup group) {
    return Math.toIntExact(group.getNum_rows());
  }

  private Reading reading(Spooled file) {
    return new Reading(new DumpSchema(Set.of(), Set.of(source)), Ending.TRAILER, file.getLength());
  }
}
