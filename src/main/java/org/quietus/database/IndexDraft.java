package org.quietus.database;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;

/** An index while its parts are read, in their order. */
final class IndexDraft {

  private static final String PRIMARY = "PRIMARY";

  private final String name;
  private final boolean unique;
  private final List<Part> parts = new ArrayList<>();

  IndexDraft(String name, boolean unique) {
    this.name = name;
    this.unique = unique;
  }

  String name() {
    return name;
  }

  /**
   * The columns that tell each row from all others: those of the primary key, else of the shortest
   * unique one in which nothing is NULL or made of other columns, rather one of numbers than of
   * texts, which people change; none if there is none.
   */
  static List<String> key(List<IndexDraft> drafts, Map<String, Column> columns) {
    return drafts.stream()
        .filter(draft -> draft.name.equals(PRIMARY))
        .map(IndexDraft::columns)
        .findFirst()
        .orElseGet(
            () ->
                drafts.stream()
                    .flatMap(IndexDraft::usable)
                    .filter(index -> index.unique() && isKey(index.columns(), columns))
                    .min(
                        Comparator.comparing((Table.Index index) -> index.columns().size())
                            .thenComparing(index -> texts(index, columns))
                            .thenComparing(Table.Index::name))
                    .map(Table.Index::columns)
                    .orElse(List.of()));
  }

  private static boolean isKey(List<String> key, Map<String, Column> columns) {
    return key.stream()
        .map(columns::get)
        .allMatch(
            column ->
                column != null
                    && column.filled()
                    && !column.generated()
                    && !column.updatesItself());
  }

  private static long texts(Table.Index index, Map<String, Column> columns) {
    return index.columns().stream()
        .flatMap(column -> Stream.ofNullable(columns.get(column)))
        .filter(column -> column.type() == Column.Type.TEXT)
        .count();
  }

  void add(Part part) {
    parts.add(part);
  }

  List<String> columns() {
    return parts.stream().map(Part::column).toList();
  }

  /**
   * The index as far as it orders by whole columns: up to the first part that is a prefix, an
   * expression or hidden, and then no longer unique; nothing if that is the first part.
   */
  Stream<Table.Index> usable() {
    List<String> whole = parts.stream().takeWhile(Part::whole).map(Part::column).toList();
    return whole.isEmpty()
        ? Stream.empty()
        : Stream.of(new Table.Index(name, whole, unique && whole.size() == parts.size()));
  }

  /** The index as it is, if it is unique; {@code generated} are expressions by column. */
  Stream<Table.Unique> unique(Map<String, String> generated) {
    return unique
        ? Stream.of(
            new Table.Unique(name, parts.stream().map(part -> part.compared(generated)).toList()))
        : Stream.empty();
  }

  /**
   * One part; the column's name is empty for an expression, which is never whole.
   *
   * @param prefix how much of the column; 0 for all of it
   */
  record Part(String column, boolean whole, long prefix, String expression) {
    private Table.Unique.Part compared(Map<String, String> generated) {
      return new Table.Unique.Part(
          column, prefix, expression.isEmpty() ? generated.getOrDefault(column, "") : expression);
    }
  }
}
