package org.quietus.plan.make;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.policy.Edge;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/** Reads the {@code owns} edges of the job file against the catalog. */
final class DeclaredEdges {
  private final JobFile job;
  private final Catalog catalog;
  private final Resolver resolver;
  private final Indexes indexes;
  private final Tenants tenants;
  private final Findings findings;

  DeclaredEdges(
      JobFile job,
      Catalog catalog,
      Resolver resolver,
      Indexes indexes,
      Tenants tenants,
      Findings findings) {
    this.job = job;
    this.catalog = catalog;
    this.resolver = resolver;
    this.indexes = indexes;
    this.tenants = tenants;
    this.findings = findings;
  }

  /** All edges, those that were refused left out. */
  Edges read() {
    Set<ForeignKey> children = new LinkedHashSet<>();
    Set<ForeignKey> owned = new LinkedHashSet<>();
    for (SubjectType subject : job.subjects().values()) {
      for (int i = 0; i < subject.owns().size() && resolver.here(subject.records()); i++) {
        Edge edge = subject.owns().get(i);
        boolean downwards = !edge.from().table().equals(subject.records());
        read(edge, downwards, Pointer.to("subjects", subject.name(), "owns", i))
            .ifPresent((downwards ? children : owned)::add);
      }
    }
    return new Edges(catalog, children, owned);
  }

  private Optional<ForeignKey> read(Edge edge, boolean downwards, String pointer) {
    if (!resolver.here(edge.from().table()) || !resolver.here(edge.to().table())) {
      findings.refuse(
          "CROSS-DATABASE",
          pointer,
          "the edge " + edge + " leaves database '" + catalog.database() + "'",
          "this version follows edges within one database");
      return Optional.empty();
    }
    Optional<Table> fromTable = resolver.existing(edge.from().table(), pointer);
    Optional<Table> toTable = resolver.existing(edge.to().table(), pointer);
    Optional<Column> from =
        fromTable.flatMap(table -> resolver.column(table, edge.from().column(), pointer));
    Optional<Column> to =
        toTable.flatMap(table -> resolver.column(table, edge.to().column(), pointer));
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (!downwards && isPerson(edge.to().table())) {
      findings.refuse(
          "EDGE-TO-PERSON",
          pointer,
          "the edge " + edge + " leads from a person to a person",
          "remove it: nobody owns another person's row");
      return Optional.empty();
    }
    checkEnds(edge, fromTable.get(), from.get(), toTable.get(), to.get(), pointer);
    return Optional.of(foreignKey(edge, fromTable.get()));
  }

  private void checkEnds(
      Edge edge, Table fromTable, Column from, Table toTable, Column to, String pointer) {
    if (from.type() != to.type()) {
      findings.refuse(
          "EDGE-TYPES",
          pointer,
          "the ends of "
              + edge
              + " are of types "
              + from.typeName()
              + " and "
              + to.typeName()
              + ", which databases compare by guessing",
          "declare an edge between columns of the same kind");
    }
    if (from.type() == to.type() && !Collations.areAlike(from, to)) {
      findings.refuse(
          "EDGE-COLLATIONS",
          pointer,
          "the ends of "
              + edge
              + " have collations "
              + from.collation().orElse("none")
              + " and "
              + to.collation().orElse("none")
              + ", so that what is one value to the one may be two to the other, and databases"
              + " refuse to compare them",
          "give "
              + edge.from()
              + " the collation of "
              + edge.to()
              + ": ALTER TABLE … MODIFY … COLLATE …");
    }
    if (!Indexes.unique(toTable, List.of(to.name())) && !tenants.isUniqueWithin(edge, toTable)) {
      findings.refuse(
          "EDGE-NOT-UNIQUE",
          pointer,
          "several rows may have the same '"
              + edge.to()
              + "', so that "
              + edge
              + " may lead to another person",
          "point the edge at a unique column, from the row that holds the reference");
    }
    indexes.requireAtAnySize(fromTable, List.of(from.name()), pointer, "");
  }

  private boolean isPerson(TableName table) {
    return job.subjects().values().stream().anyMatch(other -> other.records().equals(table));
  }

  /** The foreign key that the edge repeats, else one that the database knows nothing of. */
  private static ForeignKey foreignKey(Edge edge, Table from) {
    ForeignKey declared =
        new ForeignKey(
            edge.toString(),
            from.name(),
            List.of(edge.from().column()),
            edge.to().table().table(),
            List.of(edge.to().column()),
            ForeignKey.OnDelete.NONE);
    return from.foreignKeys().stream()
        .filter(key -> Join.up(key).equals(Join.up(declared)))
        .findFirst()
        .orElse(declared);
  }
}
