package org.quietus.plan.make;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Table;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/** Looks the columns that have a category up in the catalog and in the steps. */
final class CategoryFindings {
  private final JobFile job;
  private final Catalog catalog;
  private final Resolver resolver;
  private final Findings findings;

  CategoryFindings(JobFile job, Catalog catalog, Resolver resolver, Findings findings) {
    this.job = job;
    this.catalog = catalog;
    this.resolver = resolver;
    this.findings = findings;
  }

  /** Refuses columns that do not exist, and warns of sensitive ones that no step empties. */
  void check(List<Step> steps) {
    Coverage coverage = new Coverage(catalog, steps);
    job.categories()
        .columns()
        .forEach(
            (table, columns) -> {
              if (resolver.here(table)) {
                check(table, columns, coverage);
              }
            });
  }

  private void check(TableName name, Map<String, String> columns, Coverage coverage) {
    Optional<Table> table = resolver.existing(name, Pointer.to("categories", name));
    columns.forEach(
        (column, category) -> {
          String pointer = Pointer.to("categories", name, column);
          boolean known =
              table.flatMap(found -> resolver.column(found, column, pointer)).isPresent();
          if (known
              && job.categories().isSensitive(name, column)
              && !coverage.touches(name, column)) {
            findings.warn(
                "SENSITIVE-WITHOUT-RULE",
                pointer,
                "nothing ever removes '" + name + "." + column + "', which is sensitive",
                "add a rule under 'retention', or an entry under 'erasure: records'");
          }
        });
  }
}
