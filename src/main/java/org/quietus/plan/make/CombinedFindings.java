package org.quietus.plan.make;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.CombinedIdentifier;
import org.quietus.policy.HashedColumn;
import org.quietus.policy.JobFile;

/** Looks the columns that lists hold hashed as one up in the catalog. */
final class CombinedFindings {
  private static final Set<Column.Type> DAYS =
      EnumSet.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TEXT);
  private static final Set<Column.Type> TEXTS =
      EnumSet.of(Column.Type.TEXT, Column.Type.INTEGER, Column.Type.ENUM);

  private CombinedFindings() {}

  /** Refuses columns that are not there, or cannot be written as the job file says. */
  static void check(JobFile job, Resolver resolver, Findings findings) {
    for (CombinedIdentifier combined : job.requests().combined().values()) {
      job.subject(combined.subject())
          .filter(subject -> resolver.exists(subject.records()))
          .flatMap(subject -> resolver.find(subject.records().table()))
          .ifPresent(table -> check(combined, table, resolver, findings));
    }
  }

  private static void check(
      CombinedIdentifier combined, Table table, Resolver resolver, Findings findings) {
    for (Map.Entry<String, HashedColumn> column : combined.columns().entrySet()) {
      String at =
          Pointer.to("requests", "hashed", "combined", combined.name(), "columns", column.getKey());
      boolean day = column.getValue().kind() == HashedColumn.Kind.DATE;
      resolver
          .column(table, column.getKey(), at)
          .filter(there -> !(day ? DAYS : TEXTS).contains(there.type()))
          .ifPresent(
              there ->
                  findings.refuse(
                      "UNFIT-HASHED",
                      at,
                      "column '"
                          + table.name()
                          + "."
                          + there.name()
                          + "' is of type "
                          + there.typeName()
                          + ", which is not hashed as "
                          + (day ? "a day" : "a text"),
                      day
                          ? "name a column of type DATE or DATETIME, or of text like 1990-02-28"
                          : "name a text or integer column, or write a day with 'date: yyyyMMdd'"));
    }
  }
}
