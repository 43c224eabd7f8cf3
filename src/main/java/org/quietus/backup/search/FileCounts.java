package org.quietus.backup.search;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.backup.file.RecordOutcome;
import org.quietus.backup.file.RecordPerson;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.VersionCounts;
import org.quietus.format.Beside;
import org.quietus.plan.Treatment;
import org.quietus.policy.FileSettings;
import org.quietus.policy.Then;
import org.quietus.request.CopyReviews;

/** Adds up what becomes of the records of one object version. */
final class FileCounts {
  private final FileContents contents;
  private final List<RecordPerson> persons;
  private final Map<String, CountLine> lines = new LinkedHashMap<>();
  private final Map<Beside, Set<String>> beside = new EnumMap<>(Beside.class);
  private final Set<String> later = new HashSet<>();
  private final List<CopyReviews.Seen> doubted = new ArrayList<>();
  private boolean key;
  private boolean label;
  private long changes;
  private long held;
  private long odd;
  private long uncompared;

  FileCounts(FileContents contents, List<RecordPerson> persons) {
    this.contents = contents;
    this.persons = persons;
  }

  void add(RecordOutcome outcome) {
    switch (outcome.fate()) {
      case STAYS -> {}
      case HELD -> held++;
      case GOES, CHANGES, DOUBTFUL -> {
        outcome
            .doubted()
            .filter(record -> doubted.size() < VersionCounts.MOST_DOUBTED)
            .ifPresent(doubted::add);
        changes += outcome.fate() == RecordOutcome.Fate.DOUBTFUL ? 0 : 1;
        CountLine line = line(outcome);
        lines.merge(line.group(), line, CountLine::plus);
      }
    }
    outcome.others().forEach(this::add);
  }

  private CountLine line(RecordOutcome outcome) {
    boolean rule = outcome.person() == RecordOutcome.RULE;
    FileSettings settings = contents.settings();
    Then then = rule ? settings.records().orElseThrow().then() : settings.onErasure();
    Treatment treatment =
        then == Then.DELETE
            ? new Treatment("delete", Map.of())
            : new Treatment("anonymise", settings.strategies());
    return CountLine.ofRecord(
        rule ? "" : persons.get(outcome.person()).sought().request(),
        rule ? contents.step() : persons.get(outcome.person()).sought().step().number(),
        settings.recordsTable().table(),
        treatment.text(),
        outcome.fate());
  }

  /** Counts a record that may tell of a person where nobody looks. */
  void addOdd() {
    odd++;
  }

  /** Records that may tell of a person where nobody looks. */
  long odd() {
    return odd;
  }

  /** Counts a record with a key of which only the server can say whose it is. */
  void addUncompared() {
    uncompared++;
  }

  /** Records with a key of which only the server can say whose it is. */
  long uncompared() {
    return uncompared;
  }

  /** Notes that a text which belongs to no record names somebody who is sought. */
  void addBeside(Beside place, String text) {
    beside.computeIfAbsent(place, of -> new HashSet<>()).add(text);
  }

  /** Notes what a record tells of persons that came later than their erasure, and stays. */
  void addLater(Set<String> told) {
    later.addAll(told);
  }

  /** Whether somebody is named there who is in none of the records. */
  private boolean isStale(Beside place) {
    return lines.isEmpty() && !later.containsAll(beside.getOrDefault(place, Set.of()));
  }

  /** Notes that the object's key names somebody who is sought. */
  void addKey() {
    key = true;
  }

  /** Notes that the object's tags or user metadata name somebody who is sought. */
  void addLabel() {
    label = true;
  }

  /** Where somebody is named beside the records, each as a sentence with what to do. */
  List<String> besides() {
    List<String> besides = new ArrayList<>();
    if (key) {
      besides.add(
          "its key names somebody who is sought, and stays as it is; store it under another one,"
              + " and remove it in every version");
    }
    if (label) {
      besides.add(UnreadNotes.NAMED_IN_LABELS);
    }
    if (beside.containsKey(Beside.HEADER)) {
      besides.add(
          "a column is called like somebody who is sought, and stays; write the file without it, or"
              + " remove it");
    }
    if (beside.containsKey(Beside.METADATA)) {
      besides.add(
          "its metadata, which is copied as it is, names somebody who is sought; write the file"
              + " without that entry, or remove it");
    }
    if (isStale(Beside.STATISTICS)) {
      besides.add(
          "the statistics of a column name somebody who is in none of its records; write the file"
              + " anew, or remove it");
    }
    if (isStale(Beside.DICTIONARY)) {
      besides.add(
          "the dictionary of a column names somebody who is in none of its records; write the file"
              + " anew without what it does not use, or remove it");
    }
    return besides;
  }

  /** Records that only a hold keeps. */
  long held() {
    return held;
  }

  VersionCounts total(boolean isUnread) {
    return new VersionCounts(changes, isUnread, List.copyOf(lines.values()), Map.of(), doubted);
  }

  /** Whether records are of somebody who is sought, or may be. */
  boolean isSomebodys() {
    return !lines.isEmpty() || label;
  }

  long changes() {
    return changes;
  }
}
