package org.quietus.plan.make;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Crossing;
import org.quietus.plan.Member;
import org.quietus.policy.Edge;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/** Which column of each table tells whose data a row is, looked up in the catalog. */
final class Tenants {
  private static final Set<Column.Type> NAMES = EnumSet.of(Column.Type.TEXT, Column.Type.INTEGER);

  private final JobFile job;
  private final Resolver resolver;
  private final Findings findings;

  Tenants(JobFile job, Resolver resolver, Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.findings = findings;
  }

  /** Refuses columns that do not exist or cannot name anybody. */
  void check() {
    job.tenants().keySet().stream().filter(resolver::here).forEach(this::check);
  }

  private void check(TableName name) {
    String pointer = Pointer.to("tenant", name);
    resolver
        .existing(name, pointer)
        .flatMap(table -> resolver.column(table, column(name).orElseThrow(), pointer + "/column"))
        .filter(column -> !NAMES.contains(column.type()))
        .ifPresent(
            column ->
                findings.refuse(
                    "UNFIT-TENANT",
                    pointer + "/column",
                    "'" + name + "." + column.name() + "' is of type " + column.typeName(),
                    "name a text or integer column"));
  }

  /** Whether the column tells whose data a row is. */
  boolean isTenant(TableName table, String column) {
    return column(table).filter(column::equals).isPresent();
  }

  private Optional<String> column(TableName table) {
    return Optional.ofNullable(job.tenants().get(table));
  }

  private Optional<String> column(String table) {
    return column(resolver.name(table));
  }

  /** Between rows of one tenant, where both ends of a reference tell whose they are. */
  Join within(Join join) {
    return pair(join).map(found -> join.where(found.fromTenant(), found.toTenant())).orElse(join);
  }

  /**
   * How rows of different tenants may hang together: not where the reference holds the tenant, or
   * means something within a tenant only.
   */
  Optional<Crossing> crossing(Join join) {
    return pair(join).filter(pair -> isUnique(join));
  }

  /** The columns that tell whose the rows at both ends of a reference are, if it does not. */
  private Optional<Crossing> pair(Join join) {
    Optional<String> from = column(join.fromTable());
    Optional<String> to = column(join.toTable());
    return from.isEmpty() || to.isEmpty() || join.joins(from.get(), to.get())
        ? Optional.empty()
        : Optional.of(new Crossing(join, from.get(), to.get()));
  }

  /** Whether one end of a reference is a single row, whoever's. */
  private boolean isUnique(Join join) {
    return resolver
            .find(join.toTable())
            .filter(table -> Indexes.unique(table, join.toColumns()))
            .isPresent()
        || resolver
            .find(join.fromTable())
            .filter(table -> Indexes.unique(table, join.fromColumns()))
            .isPresent();
  }

  /** Whether an edge leads to a single row of the tenant that the row it comes from is of. */
  boolean isUniqueWithin(Edge edge, Table to) {
    Optional<String> tenant = column(edge.to().table());
    return tenant.isPresent()
        && column(edge.from().table()).isPresent()
        && Indexes.unique(to, List.of(tenant.get(), edge.to().column()));
  }

  /**
   * Refuses a table of a person's graph that tells whose its rows are below one that does not: who
   * is above would be a guess.
   */
  void refuseGaps(List<Member> members) {
    for (Member member : members) {
      boolean told = column(member.table()).isPresent();
      member.path().stream()
          .map(Join::toTable)
          .filter(above -> told && column(above).isEmpty())
          .findFirst()
          .ifPresent(
              above ->
                  findings.refuse(
                      "TENANT-GAP",
                      Pointer.to("tenant", member.table()),
                      "'"
                          + member.table()
                          + "' tells whose its rows are, but '"
                          + resolver.name(above)
                          + "', which they hang on, does not",
                      "name the column of '" + resolver.name(above) + "' under 'tenant' too"));
    }
  }
}
