package org.quietus.policy.read;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.Nearest;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.RowLayout;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/** Checks that what tables and columns were called once says of each name whose it was. */
final class SchemaChecks {
  private static final String KEY = "/schema-before";

  private final JobFile job;
  private final Problems problems;

  private SchemaChecks(JobFile job, Problems problems) {
    this.job = job;
    this.problems = problems;
  }

  static void check(JobFile job, Problems problems) {
    SchemaChecks checks = new SchemaChecks(job, problems);
    job.backups().values().forEach(checks::backups);
    job.files().values().forEach(checks::files);
  }

  private void backups(BackupSettings set) {
    String pointer = JobTree.child("/backups", set.name()) + KEY;
    if (!set.schemaBefore().isEmpty() && !set.isRewritten()) {
      problems.add(
          "NO-USE",
          pointer,
          JobTree.path(pointer) + " is of a set that nobody is sought in",
          "remove it, or write 'on-erasure: rewrite'");
    }
    set.schemaBefore()
        .days()
        .forEach((day, tables) -> tables(set, JobTree.child(pointer, day.toString()), tables));
  }

  private void tables(
      BackupSettings set, String pointer, Map<TableName, ObjectSet.FormerNames> tables) {
    Map<String, TableName> taken = new HashMap<>();
    tables.forEach(
        (table, names) -> {
          String at = JobTree.child(pointer, table.toString());
          if (!table.database().equals(set.database())) {
            problems.add(
                "OTHER-DATABASE",
                at,
                "'%s' is not of database '%s', whose backups set '%s' holds"
                    .formatted(table, set.database(), set.name()),
                "name a table of that database, as '%s.TABLE'".formatted(set.database()));
          }
          String was = names.table().orElse(table.table());
          notItself(table.table(), names.table(), at + "/was");
          once(taken, was, table, at);
          columns(names, at);
        });
  }

  /** Two tables of today that were called alike could not be told apart. */
  private void once(Map<String, TableName> taken, String was, TableName table, String pointer) {
    TableName other = taken.putIfAbsent(folded(was), table);
    if (other != null) {
      problems.add(
          "SAME-FORMER-NAME",
          pointer,
          "'%s' and '%s' would both have been called '%s'".formatted(other, table, was),
          "give each the name that it had; a table that was not there yet is left out");
    }
  }

  private void notItself(String name, Optional<String> was, String pointer) {
    if (was.filter(name::equals).isPresent()) {
      problems.add(
          "NO-USE", pointer, "'" + name + "' is what it is called today", "remove this line");
    }
  }

  private void columns(ObjectSet.FormerNames names, String pointer) {
    Set<String> taken = new HashSet<>();
    names
        .columns()
        .forEach(
            (name, was) -> {
              String at = JobTree.child(pointer + "/columns", name);
              notItself(name, Optional.of(was), at);
              if (!taken.add(folded(was))) {
                problems.add(
                    "SAME-FORMER-NAME",
                    at,
                    "two columns would both have been called '" + was + "'",
                    "give each the name that it had");
              }
              if (names.without().contains(name)) {
                problems.add(
                    "SAME-FORMER-NAME",
                    at,
                    "'" + name + "' has a former name, and stands under 'without'",
                    "remove one of the two");
              }
            });
  }

  private void files(FileSettings set) {
    String pointer = JobTree.child("/files", set.name()) + KEY;
    if (!set.schemaBefore().isEmpty()
        && (!set.isRead() || set.layout().flatMap(RowLayout::columns).isPresent())) {
      problems.add(
          "NO-USE",
          pointer,
          JobTree.path(pointer)
              + (set.isRead()
                  ? " is of a set whose 'columns' name the fields, for its files name none"
                  : " is of a set in whose records nothing is looked for"),
          set.isRead()
              ? "remove it, and give files of other columns a set of their own"
              : "remove it, or add 'persons'");
    }
    set.schemaBefore()
        .days()
        .forEach((day, names) -> records(set, names, JobTree.child(pointer, day.toString()), day));
  }

  private void records(
      FileSettings set, ObjectSet.FormerNames names, String pointer, LocalDate day) {
    columns(names, pointer);
    for (String path : names.named()) {
      if (!set.paths().contains(path)) {
        String at =
            names.without().contains(path)
                ? pointer + "/without"
                : JobTree.child(pointer + "/columns", path);
        problems.add(
            "UNKNOWN-FIELD",
            at,
            "'" + path + "' is not looked for in records of '" + set.name() + "'",
            Nearest.to(path, set.paths())
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("name a path of 'from', 'persons' or 'anonymise', as it is called today"));
      }
    }
    names.columns().values().stream()
        .filter(was -> set.paths().contains(was) && !names.named().contains(was))
        .forEach(
            was ->
                problems.add(
                    "SAME-FORMER-NAME",
                    pointer,
                    "'%s' is looked for as well as what was called so before %s"
                        .formatted(was, day),
                    "say under 'columns' what '%s' was called then, or name it under 'without'"
                        .formatted(was)));
    if (set.from().filter(names.without()::contains).isPresent()) {
      hidden(pointer, set.from().get(), "records have their moment by it");
    }
    set.persons().forEach((subject, columns) -> told(names, pointer, subject, columns));
  }

  /** Who cannot be told from a record of then would be left in it. */
  private void told(
      ObjectSet.FormerNames names, String pointer, String subject, Map<String, String> columns) {
    Optional<String> tenant = job.subject(subject).flatMap(SubjectType::tenant);
    columns.forEach(
        (path, column) -> {
          if (names.without().contains(path) && tenant.filter(column::equals).isPresent()) {
            hidden(pointer, path, "it says whose customer a '" + subject + "' is");
          }
        });
    if (!columns.isEmpty()
        && columns.entrySet().stream()
            .filter(column -> tenant.filter(column.getValue()::equals).isEmpty())
            .allMatch(column -> names.without().contains(column.getKey()))) {
      hidden(
          pointer,
          String.join("', '", columns.keySet()),
          "nothing else says who a '" + subject + "' is");
    }
  }

  private void hidden(String pointer, String path, String why) {
    problems.add(
        "HIDDEN-COLUMN",
        pointer + "/without",
        "records of then would be without '" + path + "', and " + why,
        "write under 'columns' what it was called; files that say nothing of it need a set of their"
            + " own");
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
