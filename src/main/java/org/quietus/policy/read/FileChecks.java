package org.quietus.policy.read;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.Nearest;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.RowLayout;
import org.quietus.policy.Then;

/** Checks that sets of files fit what they name, and that what is said of records can be done. */
final class FileChecks {
  private static final Pattern PATH = Pattern.compile("[^.\\[\\]]+(\\[\\*]|\\.[^.\\[\\]]+)*");

  private final JobFile job;
  private final Problems problems;
  private final List<ObjectSet> earlier = new ArrayList<>();

  private FileChecks(JobFile job, Problems problems) {
    this.job = job;
    this.problems = problems;
  }

  static void check(JobFile job, Problems problems) {
    FileChecks checks = new FileChecks(job, problems);
    job.backups().values().forEach(set -> checks.earlier.add(set.set()));
    job.files().values().forEach(checks::set);
  }

  private void set(FileSettings set) {
    String pointer = JobTree.child("/files", set.name());
    BackupChecks.declaredDatabase(job, set.database(), pointer + "/of", problems);
    BackupChecks.declaredStore(job, set.store(), pointer + "/in", problems);
    if (job.databases().containsKey(set.name()) || job.backups().containsKey(set.name())) {
      problems.add(
          "NAME-TAKEN",
          pointer,
          JobTree.path(pointer)
              + " is called like a database or backup set, so that a certificate would mix them",
          "give it another name, e.g. app-logs");
    }
    alone(set, pointer);
    somethingToDo(set, pointer);
    readable(set, pointer);
    fields(set, pointer);
    persons(set, pointer);
    strategies(set, pointer);
    filters(set, pointer);
    BackupChecks.encryption(set.set(), pointer, problems);
  }

  private void filters(FileSettings set, String pointer) {
    if (has(pointer + "/filters") && (set.persons().isEmpty() || set.records().isPresent())) {
      problems.add(
          "NO-USE",
          pointer + "/filters",
          JobTree.path(pointer)
              + (set.records().isPresent()
                  ? " has 'records', for which every object is read in each run, so that a filter"
                      + " would spare nothing"
                  : " has no 'persons', so that there is nobody whom a filter could rule out"),
          "remove 'filters'");
    }
  }

  /** Two sets of the same objects would each undo what the other says of them. */
  private void alone(FileSettings set, String pointer) {
    for (ObjectSet other : earlier) {
      if (BackupChecks.meet(job, set.set(), other)) {
        problems.add(
            "SAME-OBJECTS",
            pointer + "/objects",
            JobTree.path(pointer) + " and set '" + other.name() + "' can take the same objects",
            "give each a folder or an ending of its own, or join the two");
      }
    }
    earlier.add(set.set());
  }

  private boolean has(String pointer) {
    return job.text().lines().containsKey(pointer);
  }

  private void somethingToDo(FileSettings set, String pointer) {
    if (set.keep().isEmpty() && !set.isRead() && !has(pointer + "/named-by")) {
      problems.add(
          "NOTHING-TO-DO",
          pointer,
          JobTree.path(pointer) + " has neither 'keep' nor 'records', 'persons' nor 'named-by'",
          "add a period, e.g. 'keep: P1Y'");
    }
    if (set.records().isPresent() && set.from().isEmpty() && !has(pointer + "/from")) {
      problems.add(
          "MISSING-KEY",
          pointer + "/records",
          JobTree.path(pointer) + " has 'records' but no 'from', which their period starts at",
          "add the path to each record's moment, e.g. 'from: at'");
    }
  }

  private void readable(FileSettings set, String pointer) {
    for (String key : new String[] {"from", "zone", "records", "persons", "anonymise", "layout"}) {
      if (set.format().equals("opaque") && has(pointer + "/" + key)) {
        problems.add(
            "CANNOT-READ",
            pointer + "/" + key,
            JobTree.path(pointer) + " is opaque, and what is not read has no records",
            "remove it, or write 'format: jsonl', 'csv' or 'parquet'");
      }
    }
  }

  private void fields(FileSettings set, String pointer) {
    boolean rows = set.layout().isPresent();
    if (!rows && !set.format().equals("opaque") && has(pointer + "/layout")) {
      problems.add(
          "NO-LAYOUT",
          pointer + "/layout",
          JobTree.path(pointer) + " is " + set.format() + ", whose records have no layout",
          "remove it, or write 'format: csv' or 'tsv'");
    }
    Optional<List<String>> columns = set.layout().flatMap(RowLayout::columns);
    places(set, pointer)
        .forEach(
            (place, field) -> {
              if (!rows && !PATH.matcher(field).matches()) {
                problems.add(
                    "BAD-PATH",
                    place,
                    JobTree.path(pointer) + " names '" + field + "', which is not a path",
                    "write names with dots between them, '[*]' for each element of a list, e.g."
                        + " to[*].email");
              } else if (columns.filter(all -> !all.contains(field)).isPresent()) {
                problems.add(
                    "UNKNOWN-FIELD",
                    place,
                    JobTree.path(pointer) + " names '" + field + "', which is not in 'columns'",
                    Nearest.to(field, columns.get())
                        .map(nearest -> "did you mean '" + nearest + "'?")
                        .orElse("name one of its columns"));
              }
            });
  }

  /** What is named of records, by where in the job file. */
  private static Map<String, String> places(FileSettings set, String pointer) {
    Map<String, String> places = new LinkedHashMap<>();
    set.from().ifPresent(path -> places.put(pointer + "/from", path));
    set.persons()
        .forEach(
            (subject, columns) ->
                columns
                    .keySet()
                    .forEach(
                        path ->
                            places.put(
                                JobTree.child(JobTree.child(pointer + "/persons", subject), path),
                                path)));
    set.anonymise()
        .keySet()
        .forEach(path -> places.put(JobTree.child(pointer + "/anonymise", path), path));
    set.categories()
        .keySet()
        .forEach(path -> places.put(JobTree.child(pointer + "/categories", path), path));
    return places;
  }

  private void persons(FileSettings set, String pointer) {
    for (String subject : set.persons().keySet()) {
      if (!job.subjects().containsKey(subject)) {
        problems.add(
            "UNKNOWN-SUBJECT",
            JobTree.child(pointer + "/persons", subject),
            JobTree.path(pointer) + " names subject '" + subject + "', which is not declared",
            Nearest.to(subject, job.subjects().keySet())
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("declare it under 'subjects'"));
      }
    }
    boolean action = has(pointer + "/on-erasure");
    if (action == set.persons().isEmpty()) {
      problems.add(
          "MISSING-KEY",
          pointer,
          action
              ? JobTree.path(pointer) + " has 'on-erasure' but no 'persons'"
              : JobTree.path(pointer) + " has 'persons' but no 'on-erasure'",
          action
              ? "add what says whose a record is, e.g. 'persons: { customer: { user.email: email }"
                  + " }'"
              : "add 'on-erasure: delete', or 'anonymise'");
    }
  }

  private void strategies(FileSettings set, String pointer) {
    if (set.isAnonymised() && set.anonymise().isEmpty()) {
      problems.add(
          "NO-STRATEGIES",
          pointer,
          JobTree.path(pointer) + " anonymises records, for which there are no strategies",
          "add e.g. 'anonymise: { user.email: set-null }'");
    } else if (set.onErasure() == Then.ANONYMISE) {
      set.persons().values().stream()
          .flatMap(columns -> columns.keySet().stream())
          .filter(path -> !set.anonymise().containsKey(path))
          .distinct()
          .forEach(
              path ->
                  problems.add(
                      "STILL-NAMED",
                      pointer + "/on-erasure",
                      JobTree.path(pointer)
                          + " anonymises records, and leaves '"
                          + path
                          + "', which says whose they are",
                      "add it to 'anonymise', e.g. '" + path + ": set-null'"));
    }
    Optional<String> from = set.from().filter(set.anonymise()::containsKey);
    from.filter(path -> set.records().isPresent())
        .ifPresent(
            path ->
                problems.add(
                    "MOVES-THE-MOMENT",
                    JobTree.child(pointer + "/anonymise", path),
                    JobTree.path(pointer) + " changes '" + path + "', which its period starts at",
                    "remove it from 'anonymise'"));
  }
}
