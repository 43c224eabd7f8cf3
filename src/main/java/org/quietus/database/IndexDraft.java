package org.quietus.database;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.quietus.catalog.Table;

/** An index while its parts are read, in their order. */
final class IndexDraft {

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

  /** One part; the column's name is empty for an expression, which is never whole. */
  record Part(String column, boolean whole) {}
}
