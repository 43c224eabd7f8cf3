package org.quietus.backup.set;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.DueRows;
import org.quietus.backup.journal.VersionEnds;
import org.quietus.format.Sha256;
import org.quietus.plan.Member;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.TableName;
import org.quietus.target.Sought;
import org.quietus.target.TableDue;

/** What reading the objects of a run again showed, as verification has it. */
record ReadAgain(JobFile job, List<ObjectSet> sets, FiledTables filed, VersionEnds ends) {

  /** A line for each table of a person in each set that was searched. */
  List<TableDue> of(Sought person) {
    List<TableDue> lines = new ArrayList<>();
    for (ObjectSet set : sets) {
      Optional<List<DueRows>> due = due(set.name(), person.request());
      due.ifPresent(
          rows ->
              tables(set, person)
                  .forEach(
                      table ->
                          lines.add(
                              line(
                                  new TableName(set.name(), table),
                                  "scan every version in %s for rows of %s by their keys"
                                      .formatted(set.name(), table),
                                  rows))));
    }
    for (ObjectSet set : sets) {
      @Nullable FileSettings files = job.files().get(set.name());
      if (files != null && !files.namedBy().isEmpty() && ends.hasExpired(set.name())) {
        lines.add(
            line(
                CountLine.objects(set.name()),
                "list objects in " + set.name() + " that rows named which are gone",
                due(set.name(), "").orElse(List.of())));
      }
    }
    return lines;
  }

  /** A line for each set that had objects or records past their period. */
  List<TableDue> expired() {
    List<TableDue> lines = new ArrayList<>(expiredObjects());
    for (ObjectSet each : sets) {
      @Nullable FileSettings set = job.files().get(each.name());
      if (set != null && set.records().isPresent()) {
        due(set.name(), "")
            .ifPresent(
                rows ->
                    lines.add(
                        line(
                            set.recordsTable(),
                            "scan every version in %s for records past their period"
                                .formatted(set.name()),
                            rows)));
      }
    }
    return lines;
  }

  private List<TableDue> expiredObjects() {
    return sets.stream()
        .filter(set -> ends.hasExpired(set.name()))
        .map(
            set ->
                line(
                    CountLine.objects(set.name()),
                    "list objects past their period in " + set.name(),
                    ends.due(set.name()).orElse(List.of())))
        .toList();
  }

  private static TableDue line(TableName table, String query, List<DueRows> due) {
    TableDue line = new TableDue(table, 0, digest(query));
    for (DueRows rows : due) {
      line = rows.isIn(table) ? rows.plus(line) : line;
    }
    return line;
  }

  /** The rows of one request, or, with none, of a rule; empty if nothing was searched. */
  private Optional<List<DueRows>> due(String set, String request) {
    return ends.due(set)
        .map(all -> all.stream().filter(rows -> rows.request().equals(request)).toList());
  }

  private Set<String> tables(ObjectSet set, Sought person) {
    @Nullable FileSettings files = job.files().get(set.name());
    if (files != null) {
      return files.persons().containsKey(person.subject().name())
          ? Set.of(files.recordsTable().table())
          : Set.of();
    }
    Set<String> tables = new LinkedHashSet<>();
    tables.add(person.step().root().catalogTable().name());
    person.step().members().stream()
        .map(Member::catalogTable)
        .forEach(table -> tables.add(table.name()));
    if (person.subject().purpose().isEmpty()) {
      filed.all().forEach(table -> tables.add(table.name()));
    }
    return tables;
  }

  private static String digest(String what) {
    return HexFormat.of().formatHex(Sha256.begin().digest(what.getBytes(StandardCharsets.UTF_8)));
  }
}
