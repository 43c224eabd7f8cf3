package org.quietus.backup.search;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.person.RowJudge;
import org.quietus.backup.version.SetContext;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.format.DumpTableName;
import org.quietus.target.Sought;

/** Says, once each, what of a backup could not be read, and whom nobody knows to seek any more. */
final class UnreadNotes {
  /** What is said of an object whose tags or metadata name a person. */
  static final String NAMED_IN_LABELS =
      "its tags or its user metadata name somebody who is sought, and are carried over as they are;"
          + " change them, in every version";

  private static final String LATE =
      "%s: object %s came when others of its backup had been searched, and has rows of table '%s'"
          + " that hang on none in these, so that nobody can tell whether they are of somebody who"
          + " was erased before; they stay; put all objects of the backup back as they were made,"
          + " or remove this one";
  private static final String SEARCHED_WITH_LESS =
      "%s: object %s was searched before the job file or a foreign key led to table '%s', and has"
          + " rows of it that hang on none by now, so that nobody can tell whether they are of"
          + " somebody who was erased before; they stay; put the object back as it was made, or"
          + " remove it";

  private final SetContext set;
  private final Catalog catalog;
  private final Set<String> lost;
  private final Set<String> said = new HashSet<>();

  /** {@code lost} are kinds of person who were erased and whom the job file has no more. */
  UnreadNotes(SetContext set, Catalog catalog, Set<String> lost) {
    this.set = set;
    this.catalog = catalog;
    this.lost = lost;
  }

  private void sayUnread(String column) {
    set.task()
        .notes()
        .accept(
            "%s: column '%s' of an object holds values that cannot be read; their rows are left for review"
                .formatted(set.settings().label(), column));
  }

  private void sayUnreadKey(SealedVersion held, String column) {
    set.task()
        .notes()
        .accept(
            "%s: object %s: column '%s' holds values that cannot be read, so that nobody can tell whose those rows are; they stay%s"
                .formatted(set.settings().label(), set.names().of(held), column, remedy(column)));
  }

  private void sayLost(SealedVersion held, String table) {
    set.task()
        .notes()
        .accept(
            (set.screened().isWider(held.pin()) ? SEARCHED_WITH_LESS : LATE)
                .formatted(set.settings().label(), set.names().of(held), table));
  }

  /** A moment is often not read because nothing says in which zone it is written. */
  private String remedy(String tableAndColumn) {
    int dot = tableAndColumn.indexOf('.');
    return catalog
        .table(tableAndColumn.substring(0, dot))
        .flatMap(table -> table.column(tableAndColumn.substring(dot + 1)))
        .filter(column -> column.type() == Column.Type.TIMESTAMP)
        .map(column -> "; give the set a 'zone' if its dumps set none")
        .orElse("");
  }

  /** Says what has to follow a restore. */
  void sayReplayed() {
    if (said.add("replayed")) {
      set.task()
          .notes()
          .accept(
              set.settings().label()
                  + ": binary logs that are replayed on a restored dump can bring back who was"
                  + " taken out of it; run 'quietus replay' after that, before anybody uses the"
                  + " database");
    }
  }

  /** Says that a number of rows may differ because of a run that did not end, or of a lost file. */
  void sayLeft(SealedVersion held, DumpTableName table, long told, long found) {
    if (said.add("left " + table)) {
      set.task()
          .notes()
          .accept(
              "%s: object %s says that table '%s' has %d rows, and its files have %d, some of which a run has written that did not come to its end; how many rows that took out is not known, so that nothing tells whether a file is missing; the number is written anew; see whether one of them is missing before you count on this backup"
                  .formatted(set.settings().label(), set.names().of(held), table, told, found));
    }
  }

  /** Says that an object's key, tags or metadata name somebody, and counts it in {@code tally}. */
  void sayNamed(SealedVersion held, List<Sought> sought, DumpCounts tally) {
    List<Sought> persons = sought.stream().filter(set.task()::isOwn).toList();
    if (persons.isEmpty()) {
      return;
    }
    NamedInLabels named = new NamedInLabels(persons);
    if (named.isIn(held.key())) {
      sayNamed(
          held,
          "its key names somebody who is sought, and stays as it is; store it under another one,"
              + " and remove it in every version",
          tally);
    }
    if (set.store().labels(held.pin()).stream().anyMatch(named::isIn)) {
      sayNamed(held, NAMED_IN_LABELS, tally);
    }
  }

  private void sayNamed(SealedVersion held, String what, DumpCounts tally) {
    tally.addUnread();
    String note = "%s: object %s: %s".formatted(set.settings().label(), set.names().of(held), what);
    if (said.add(note)) {
      set.task().notes().accept(note);
    }
  }

  /** Says it, and counts it in {@code tally}. */
  void say(SealedVersion held, RowJudge judge, DumpCounts tally) {
    for (String subject : lost) {
      tally.addUnread();
      if (said.add("subject " + subject)) {
        set.task()
            .notes()
            .accept(set.settings().label() + ": " + set.screening().withoutSubject(subject));
      }
    }
    judge.unread().stream().filter(said::add).forEach(this::sayUnread);
    judge
        .lost()
        .forEach(
            table -> {
              tally.addUnread();
              if (said.add("lost " + table)) {
                sayLost(held, table);
              }
            });
    judge
        .unreadKeys()
        .forEach(
            column -> {
              tally.addUnread();
              if (said.add("key " + column)) {
                sayUnreadKey(held, column);
              }
            });
  }
}
