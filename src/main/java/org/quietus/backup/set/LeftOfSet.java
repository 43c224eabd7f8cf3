package org.quietus.backup.set;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.version.ObjectNames;
import org.quietus.target.LeftObject;

/**
 * Which objects of one set a run left although a person may be in them, and why.
 *
 * @param tokens under a key that stays the same from run to run
 */
record LeftOfSet(String set, String label, ObjectNames names, KeyTokens tokens) {

  /** Those of a run's entries. */
  Stream<LeftObject> objects(List<JournalEntry> entries) {
    List<LeftObject> left = new ArrayList<>();
    for (JournalEntry entry : entries) {
      why(entry)
          .ifPresentOrElse(
              why -> left.add(object(entry, why, Optional.empty())),
              () -> doubtful(entry).forEach(id -> left.add(object(entry, id))));
    }
    return left.stream();
  }

  /** Versions that the run had no reason to read again. */
  Stream<String> unread(List<JournalEntry> entries) {
    return entries.stream()
        .filter(
            entry ->
                entry.state() == VersionState.SCREENED
                    || entry.state() == VersionState.NOT_SEARCHED)
        .map(entry -> token(entry.held()));
  }

  /** Stands for all of it, where it could not be listed. */
  LeftObject whole() {
    return new LeftObject(
        set,
        label,
        tokens.hex(set),
        "all of it, which could not be listed",
        VersionState.UNREACHABLE.label(),
        Optional.empty(),
        Optional.empty());
  }

  /** What stays for somebody who is held was not searched for them, whatever its end is called. */
  private static Optional<String> why(JournalEntry entry) {
    VersionState state = entry.state();
    boolean held = entry.protection().filter(JournalEntry.HELD::equals).isPresent();
    boolean named =
        state.isPartial() || state == VersionState.LOCKED || state == VersionState.NOT_SEARCHED;
    return named
        ? Optional.of(state.label())
        : Optional.of(VersionState.HELD.label())
            .filter(label -> state == VersionState.HELD || (held && state.remains()));
  }

  /** The requests of whose persons rows may be left in what is there still. */
  private static Set<String> doubtful(JournalEntry entry) {
    Set<String> requests = new LinkedHashSet<>();
    if (entry.state().remains()) {
      entry.counts().stream()
          .filter(line -> line.ambiguous() > 0)
          .forEach(line -> requests.add(line.request()));
    }
    return requests;
  }

  private LeftObject object(JournalEntry entry, String request) {
    return object(entry, LeftObject.AMBIGUOUS, Optional.of(request));
  }

  private LeftObject object(JournalEntry entry, String why, Optional<String> request) {
    return new LeftObject(
        set,
        label,
        token(entry.standing().orElse(entry.held())),
        names.of(entry.held()),
        why,
        request,
        entry.remainsUntil().filter(day -> request.isEmpty() && !entry.state().isPartial()));
  }

  private String token(SealedVersion version) {
    return tokens.hex(set, version.key(), version.pin().versionId(), version.pin().etag());
  }
}
