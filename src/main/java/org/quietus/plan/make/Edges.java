package org.quietus.plan.make;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;

/**
 * Every reference between the tables of one database.
 *
 * @param children declared edges to follow downwards, from the table that references
 * @param owned declared edges from a subject's own table to a table that it owns rows of
 */
record Edges(Catalog catalog, Set<ForeignKey> children, Set<ForeignKey> owned) {

  private static final Comparator<ForeignKey> ALWAYS_THE_SAME =
      Comparator.comparing(edge -> Join.up(edge).toString());

  /** The edges to follow downwards into a table: its foreign keys and the declared children. */
  List<ForeignKey> into(String table) {
    return Stream.concat(
            catalog.referencing(table).stream().filter(key -> !covered(key)),
            children.stream().filter(edge -> edge.referencedTable().equals(table)))
        .sorted(ALWAYS_THE_SAME)
        .toList();
  }

  /** The edges that lead from a table: its foreign keys and the declared ones. */
  List<ForeignKey> from(String table) {
    return Stream.concat(
            catalog.table(table).stream()
                .flatMap(holder -> holder.foreignKeys().stream())
                .filter(key -> !covered(key)),
            children.stream().filter(edge -> edge.table().equals(table)))
        .sorted(ALWAYS_THE_SAME)
        .toList();
  }

  /** The edges from the same table to the same other one, by other columns. */
  List<ForeignKey> beside(ForeignKey edge) {
    return into(edge.referencedTable()).stream()
        .filter(other -> other.table().equals(edge.table()))
        .filter(other -> !other.columns().equals(edge.columns()))
        .toList();
  }

  /** The table that holds the edge. */
  Table holder(ForeignKey edge) {
    return catalog.table(edge.table()).orElseThrow();
  }

  /** The table that the edge points at. */
  Table target(ForeignKey edge) {
    return catalog.table(edge.referencedTable()).orElseThrow();
  }

  /** Everything that may point at a row of the table, by one edge or another. */
  List<ForeignKey> referencing(String table) {
    return Stream.of(
            into(table).stream(),
            owned.stream()
                .filter(edge -> edge.referencedTable().equals(table))
                .filter(edge -> catalog.referencing(table).stream().noneMatch(edge::equals)))
        .flatMap(edges -> edges)
        .toList();
  }

  /** A declared edge that repeats a foreign key stands for it. */
  private boolean covered(ForeignKey key) {
    return children.contains(key);
  }

  /** Whether the job file declares the edge as one that leads to the person's own rows. */
  boolean declared(ForeignKey edge) {
    return children.contains(edge);
  }
}
