package org.quietus.plan.make;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Table;
import org.quietus.plan.LeadingColumns;
import org.quietus.plan.Part;
import org.quietus.plan.Step;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/** Shows that what tables of backups were called once hides nobody, and names what is there. */
final class FormerFindings {
  private final JobFile job;
  private final Resolver resolver;
  private final Findings findings;

  FormerFindings(JobFile job, Resolver resolver, Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.findings = findings;
  }

  void check(List<Step> steps) {
    for (BackupSettings set : job.backups().values()) {
      set.schemaBefore()
          .days()
          .forEach(
              (day, tables) ->
                  tables.forEach(
                      (table, names) -> {
                        if (resolver.here(table) && table.database().equals(set.database())) {
                          check(set, day, table, names, steps);
                        }
                      }));
    }
  }

  private void check(
      BackupSettings set,
      LocalDate day,
      TableName table,
      ObjectSet.FormerNames names,
      List<Step> steps) {
    String pointer = Pointer.to("backups", set.name(), "schema-before", day, table);
    Optional<Table> found = resolver.existing(table, pointer);
    if (found.isEmpty()) {
      return;
    }
    names
        .columns()
        .keySet()
        .forEach(
            column ->
                resolver.column(found.get(), column, pointer + Pointer.to("columns", column)));
    names
        .columns()
        .values()
        .forEach(was -> ownedToday(found.get(), was, names, pointer + Pointer.to("columns")));
    for (String column : names.without()) {
      if (resolver.column(found.get(), column, pointer + Pointer.to("without")).isPresent()) {
        mayLack(found.get(), column, steps, pointer + Pointer.to("without"));
      }
    }
    for (SubjectType subject : job.subjects().values()) {
      if (subject.records().equals(table)
          && names.without().containsAll(subject.identifiers().keySet())) {
        findings.refuse(
            "HIDDEN-COLUMN",
            pointer + Pointer.to("without"),
            "without all of its 'identifiers' nobody is found in table '%s'".formatted(table),
            "write under 'columns' what one of them was called");
      }
    }
  }

  /** A column of today that was called like another one is today: both cannot have been there. */
  private void ownedToday(Table table, String was, ObjectSet.FormerNames names, String pointer) {
    boolean unsaid =
        table.columns().keySet().stream()
            .filter(was::equalsIgnoreCase)
            .anyMatch(today -> !names.named().contains(today));
    if (unsaid) {
      findings.refuse(
          "SAME-FORMER-NAME",
          pointer,
          "table '%s' has a column '%s' today, so that two would have been called so"
              .formatted(table.name(), was),
          "say what '%s' was called then, or name it under 'without'".formatted(was));
    }
  }

  private void mayLack(Table table, String column, List<Step> steps, String pointer) {
    Set<String> leading = new LinkedHashSet<>();
    steps.stream()
        .filter(step -> step.part() == Part.ERASURE)
        .forEach(step -> leading.addAll(LeadingColumns.of(step, table)));
    job.subjects().values().stream()
        .filter(subject -> subject.records().table().equals(table.name()))
        .filter(subject -> resolver.here(subject.records()))
        .forEach(subject -> subject.tenant().ifPresent(leading::add));
    if (leading.contains(column)) {
      findings.refuse(
          "HIDDEN-COLUMN",
          pointer,
          "rows of table '%s' lead to persons, or are kept, by column '%s'"
              .formatted(table.name(), column),
          "write under 'columns' what it was called; dumps that lack it are left, by name");
    }
  }
}
