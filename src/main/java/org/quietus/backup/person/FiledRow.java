package org.quietus.backup.person;

import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.UnreadValue;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.format.Row;
import org.quietus.request.RejectedRows;
import org.quietus.subject.Identifier;

/**
 * What a row in which a request was filed, or a notice left, tells of whose it is.
 *
 * @param id by which it is told from others of its table; of a notice its own
 * @param told who it is about; of what was filed with a type that cannot be meant, what it may be
 * @param subject the kind of person, where it says one
 * @param created when it was filed or left
 */
record FiledRow(
    Table table,
    String id,
    List<Identifier> told,
    Optional<String> subject,
    Optional<String> tenant,
    Created created) {

  /**
   * Reads a row.
   *
   * @throws UnreadRow if it cannot be read whose it is
   */
  static FiledRow of(FiledTables tables, BoundTable bound, Row row, Zones zones)
      throws IOException {
    if (!tables.isInbox(bound.table())) {
      return new FiledRow(
          bound.table(),
          id(tables, bound, row),
          text(bound, row, FiledTables.BODY).map(NoticeText::identifiers).orElse(List.of()),
          Optional.empty(),
          Optional.empty(),
          created(bound, row, zones, FiledTables.CREATED));
    }
    Optional<String> type = text(bound, row, FiledTables.TYPE);
    Optional<String> value = text(bound, row, FiledTables.VALUE);
    return new FiledRow(
        bound.table(),
        id(tables, bound, row),
        value.map(given -> RejectedRows.told(type, given)).orElse(List.of()),
        text(bound, row, FiledTables.SUBJECT),
        text(bound, row, FiledTables.TENANT).filter(tenant -> !tenant.isEmpty()),
        created(bound, row, zones, FiledTables.RECEIVED));
  }

  /** The id alone of a row. */
  static String id(FiledTables tables, BoundTable bound, Row row) throws IOException {
    String column = tables.isInbox(bound.table()) ? FiledTables.ID : FiledTables.NOTICE;
    return text(bound, row, column)
        .orElseThrow(() -> new UnreadRow(bound.table().name(), new UnreadValue(column)));
  }

  private static Optional<String> text(BoundTable bound, Row row, String name) throws IOException {
    Optional<Column> column = bound.table().columnInAnyCase(name);
    @Nullable Object value = column.isPresent() ? bound.value(row, column.get().name()) : null;
    if (value instanceof UnreadValue unread) {
      throw new UnreadRow(bound.table().name(), unread);
    }
    return Optional.ofNullable(value).map(known -> known.toString().strip());
  }

  /** What we write ourselves into a column without a zone is in UTC. */
  private static Created created(BoundTable bound, Row row, Zones zones, String name)
      throws IOException {
    Column column = bound.table().columnInAnyCase(name).orElseThrow();
    Optional<ZoneId> zone =
        name.equals(FiledTables.CREATED) && column.type() != Column.Type.TIMESTAMP
            ? Optional.of(ZoneOffset.UTC)
            : zones.of(column, row);
    return new Created(bound.value(row, column.name()), zone);
  }

  /** What it is known by where somebody said something of it: its id, and all that it tells. */
  List<String> identity() {
    List<String> texts = new ArrayList<>(List.of("filed", id));
    texts.add(subject.orElse(""));
    texts.add(tenant.map(of -> "of " + of).orElse(""));
    texts.add(created.text());
    told.stream().map(one -> one.type() + " " + one.value()).sorted().forEach(texts::add);
    return texts;
  }

  /** Its id for people to read, unless it may tell of a person by itself. */
  Optional<String> shownId() {
    return Optional.of(id).filter(text -> text.matches("\\d{1,18}"));
  }

  /** What its id is a value of. */
  Relation relation() {
    return relation(table);
  }

  /** What the ids of rows of a table are values of. */
  static Relation relation(Table table) {
    return new Relation("filed " + table.name());
  }
}
