package org.quietus.backup.set;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.DueRows;
import org.quietus.backup.journal.VersionEnds;
import org.quietus.format.Sha256;
import org.quietus.plan.Member;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.TableName;
import org.quietus.target.Backups;
import org.quietus.target.Sought;
import org.quietus.target.TableDue;

/**
 * What reading the objects of a run again showed, as verification has it. The journal is read once
 * for each set, however many persons there are.
 */
final class ReadAgain implements Backups.Rereading {
  private final JobFile job;
  private final Function<Predicate<String>, List<ObjectSet>> sets;
  private final Function<String, FiledTables> filed;
  private final VersionEnds ends;
  private final Map<String, VersionEnds.Checked> searched = new HashMap<>();
  private final Map<String, VersionEnds.Checked> expired = new HashMap<>();

  /**
   * What was read.
   *
   * @param sets of some databases
   * @param filed by the name of a database
   */
  ReadAgain(
      JobFile job,
      Function<Predicate<String>, List<ObjectSet>> sets,
      Function<String, FiledTables> filed,
      VersionEnds ends) {
    this.job = job;
    this.sets = sets;
    this.filed = filed;
    this.ends = ends;
  }

  /** What is checked of versions, as the digest of a check has it. */
  private enum Check {
    ROWS_BY_KEY,
    OBJECTS_NAMED_BY_ROWS,
    RECORDS_DUE,
    OBJECTS_DUE
  }

  @Override
  public List<TableDue> of(Sought person) {
    List<TableDue> lines = new ArrayList<>();
    List<ObjectSet> here = sets.apply(person.step().database()::equals);
    for (ObjectSet set : sets.apply(database -> true)) {
      VersionEnds.Checked checked = searched(set);
      if (checked.any()) {
        (here.contains(set) ? tables(set, person) : filed(set, person))
            .forEach(
                table ->
                    lines.add(
                        line(
                            Check.ROWS_BY_KEY,
                            new TableName(set.name(), table),
                            checked,
                            checked.due(person.request()))));
      }
    }
    for (ObjectSet set : here) {
      @Nullable FileSettings files = job.files().get(set.name());
      if (files != null && !files.namedBy().isEmpty() && expired(set).any()) {
        lines.add(
            line(
                Check.OBJECTS_NAMED_BY_ROWS,
                CountLine.objects(set.name()),
                expired(set),
                searched(set).due("")));
      }
    }
    return lines;
  }

  @Override
  public List<TableDue> expired() {
    List<TableDue> lines = new ArrayList<>();
    List<ObjectSet> all = sets.apply(database -> true);
    for (ObjectSet set : all) {
      if (expired(set).any()) {
        lines.add(
            line(
                Check.OBJECTS_DUE,
                CountLine.objects(set.name()),
                expired(set),
                searched(set).all()));
      }
    }
    for (ObjectSet each : all) {
      @Nullable FileSettings set = job.files().get(each.name());
      if (set != null && set.records().isPresent() && searched(each).any()) {
        lines.add(
            line(Check.RECORDS_DUE, set.recordsTable(), searched(each), searched(each).due("")));
      }
    }
    return lines;
  }

  private VersionEnds.Checked searched(ObjectSet set) {
    return searched.computeIfAbsent(set.name(), ends::searched);
  }

  private VersionEnds.Checked expired(ObjectSet set) {
    return expired.computeIfAbsent(set.name(), ends::expired);
  }

  /** Its digest is that of what was checked, in which versions. */
  private static TableDue line(
      Check check, TableName table, VersionEnds.Checked checked, List<DueRows> due) {
    String what = check + "\n" + table + "\n" + checked.digest() + "\n";
    TableDue line =
        new TableDue(
            table,
            0,
            HexFormat.of().formatHex(Sha256.begin().digest(what.getBytes(StandardCharsets.UTF_8))));
    for (DueRows rows : due) {
      line = rows.isIn(table) ? rows.plus(line) : line;
    }
    return line;
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
    tables.addAll(filed(set, person));
    return tables;
  }

  /** What was filed for a person may be in backups of any database. */
  private Set<String> filed(ObjectSet set, Sought person) {
    Set<String> tables = new LinkedHashSet<>();
    @Nullable BackupSettings backups = job.backups().get(set.name());
    if (backups != null && person.subject().purpose().isEmpty()) {
      filed.apply(backups.database()).all().forEach(table -> tables.add(table.name()));
    }
    return tables;
  }
}
