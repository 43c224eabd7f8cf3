package org.quietus.backup.search;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.GatedCopy;
import org.quietus.backup.dump.IndexedColumns;
import org.quietus.backup.dump.RowIndex;
import org.quietus.backup.dump.Spool;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.catalog.Table;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpSchema;
import org.quietus.format.FileExtent;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.objectstore.Pin;

/**
 * The versions of one backup with what one reading of each showed, those included that were written
 * in place of others: the gate has read these.
 */
final class IndexedVersions implements AutoCloseable {
  private final DumpContents contents;
  private final IndexedColumns columns;
  private final Spool spool = new Spool();
  private final Map<Pin, Indexed> indexes = new HashMap<>();
  private final Map<String, Indexed> written = new HashMap<>();
  private final Map<Pin, FileExtent> replaced = new HashMap<>();

  private record Indexed(DumpSchema schema, RowIndex rows) {}

  IndexedVersions(DumpContents contents, IndexedColumns columns) {
    this.contents = contents;
    this.columns = columns;
  }

  /** The tables that a version declares. */
  DumpSchema schema(SealedVersion version) {
    return index(version).schema();
  }

  /** A version whose rows were taken down. */
  Dump dump(SealedVersion version) {
    return contents.dump(version.pin(), index(version).rows());
  }

  /** It is read once, for its pin stands for one content. */
  private Indexed index(SealedVersion version) {
    Indexed known = indexes.get(version.pin());
    if (known == null) {
      RowIndex rows = newIndex();
      known = new Indexed(contents.schema(version.pin(), rows), rows);
      indexes.put(version.pin(), known);
    }
    return known;
  }

  private RowIndex newIndex() {
    return new RowIndex(columns, contents.format(), spool);
  }

  /** Whether rows of a table are looked at. */
  boolean isRead(Table table) {
    return columns.isRead(table);
  }

  /** Whether rows from there are looked at, and so decided on. */
  boolean take(RowSource source) {
    return columns.take(source);
  }

  /** Rewrites a version and returns the digest of what was written, whose rows the gate notes. */
  String write(SealedVersion version, RowDecider decider, DumpCounts counts, OutputStream sink) {
    return write(version, dump(version), decider, counts, sink);
  }

  /** How long a version is. */
  FileExtent extent(SealedVersion version) {
    return contents.extent(version.pin());
  }

  /** How long that is which was written last in place of a version. */
  FileExtent written(SealedVersion version) {
    return Objects.requireNonNull(replaced.get(version.pin()), "it was not written");
  }

  /** Writes what a version says of others, as a format of its own has it. */
  String write(SealedVersion version, DumpFormat as, OutputStream sink) {
    Dump dump = contents.dump(version.pin(), as);
    DumpCounts none = new DumpCounts(List.of(), List.of());
    return write(version, dump, RowDecider.keeping(DumpContents.NOTHING), none, sink);
  }

  private String write(
      SealedVersion version, Dump dump, RowDecider decider, DumpCounts counts, OutputStream sink) {
    RowIndex rows = newIndex();
    GatedCopy.Passed passed =
        new GatedCopy(dump, rows::takes, rows::take).write(decider, counts::changes, sink);
    replaced.put(version.pin(), passed.reading().extent());
    written.put(passed.sha256(), new Indexed(passed.reading().schema(), rows));
    return passed.sha256();
  }

  /** What stands under a pin is what was written with that digest. */
  void standsAs(Pin pin, String sha256) {
    Indexed known = written.get(sha256);
    if (known != null) {
      indexes.put(pin, known);
    }
  }

  @Override
  public void close() {
    spool.close();
  }
}
