package org.quietus.backup.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.Pin;
import org.quietus.target.TokenSet;

/**
 * Notes what a run's entries tell of searches, for later runs; inside the caller's transaction.
 * What it could not search, or not to its end, counts as never searched, so that whoever was sought
 * in vain is sought again when that changes.
 */
public final class ScreenedNotes {
  private final ScreenedVersions screened;
  private final ScreenedVersions.Parts parts;
  private final Collection<String> sought;
  private final TokenSet known = new TokenSet();
  private final TokenSet read = new TokenSet();
  private final Batch put = new Batch();
  private boolean asked;
  private Set<String> passedOver = Set.of();

  ScreenedNotes(ScreenedVersions screened, Collection<String> sought) {
    this.screened = screened;
    this.parts = screened.parts();
    this.sought = List.copyOf(sought);
  }

  /** Rows that are removed and added together. */
  private static final class Batch {
    private final List<Object[]> removed = new ArrayList<>();
    private final List<Object[]> added = new ArrayList<>();
    private final List<Object[]> without = new ArrayList<>();

    void clear() {
      List.of(removed, added, without).forEach(List::clear);
    }
  }

  /**
   * Takes all entries of some backups, which the versions that are known of are turned to; those of
   * a backup at once.
   */
  public void take(List<JournalEntry> entries) {
    for (JournalEntry entry : entries) {
      Pin held = entry.held().pin();
      entry
          .standing()
          .ifPresent(now -> parts.later().move(screened.token(held), screened.token(now.pin())));
      entry.standing().ifPresent(now -> parts.doubts().move(held, now.pin()));
    }
    Set<String> searched = new HashSet<>();
    Set<String> unfinished = new HashSet<>();
    Set<Pin> leftLate = new LateVersions(screened).left(entries);
    Set<String> late = new HashSet<>();
    Map<String, Set<String>> inDoubt = new HashMap<>();
    for (JournalEntry entry : entries) {
      Optional<String> stands = entry.standing().map(SealedVersion::pin).map(screened::token);
      stands.ifPresent(of -> inDoubt.put(of, DoubtsLeft.of(entry)));
      if (entry.isScreened()) {
        stands.ifPresent(known::add);
        stands.filter(of -> entry.state() != VersionState.SCREENED).ifPresent(searched::add);
      } else if (entry.wasRead()) {
        stands.ifPresent(known::add);
        stands.ifPresent(unfinished::add);
        stands.filter(of -> leftLate.contains(entry.held().pin())).ifPresent(late::add);
      } else if (entry.state().remains()) {
        String left = stands.orElseGet(() -> screened.token(entry.held().pin()));
        known.add(left);
        if (!isPassedBy(entry.state()) && parts.noted().containsKey(left)) {
          putWithout(left, PassedOver.EVERYBODY);
        }
      }
    }
    flush();
    if (!searched.isEmpty() || !unfinished.isEmpty()) {
      searched.stream()
          .filter(version -> !unfinished.contains(version))
          .forEach(version -> put(version, passedOver()));
      Set<String> everybody = new HashSet<>(passedOver());
      everybody.add(PassedOver.EVERYBODY);
      unfinished.forEach(version -> put(version, everybody));
      parts.graphs().note(entries, searched, unfinished, screened::token);
    }
    late.forEach(version -> putWithout(version, PassedOver.EVERYBODY_LATE));
    searched.addAll(unfinished);
    searched.forEach(read::add);
    inDoubt.keySet().retainAll(searched);
    inDoubt.forEach((version, some) -> some.forEach(doubt -> putWithout(version, doubt)));
    flush();
  }

  /** Whether a version was not looked at, so that what is known of it stays. */
  private static boolean isPassedBy(VersionState state) {
    return state == VersionState.UNEXPIRED || state == VersionState.NOT_SEARCHED;
  }

  /** Those who were not sought. */
  private Set<String> passedOver() {
    if (!asked) {
      Set<String> all = new HashSet<>(parts.erasures().passedOver(sought));
      all.addAll(PassedOver.former(parts.tokens(), parts.erasures().former()));
      passedOver = Set.copyOf(all);
      asked = true;
    }
    return passedOver;
  }

  /** Forgets all versions that no entry stands for. */
  public void end() {
    for (String table : List.of("screened", "screened_without")) {
      parts.rows().keepOnly(table, known::contains, version -> put.removed.add(binds(version)));
      flush();
    }
    parts.graphs().keepOnly(known::contains);
    parts.later().keepOnly(known::contains);
    parts.doubts().keepSeen(read::contains, known::contains);
  }

  private void put(String version, Set<String> without) {
    if (parts.noted().containsKey(version) || parts.without().containsKey(version)) {
      put.removed.add(binds(version));
    }
    put.added.add(binds(version, parts.erasures().newest()));
    parts.without().remove(version);
    without.forEach(request -> putWithout(version, request));
  }

  private void putWithout(String version, String request) {
    if (parts.without().computeIfAbsent(version, of -> new HashSet<>()).add(request)) {
      put.without.add(binds(version, request));
    }
  }

  private Object[] binds(String version, Object... more) {
    List<Object> binds = new ArrayList<>(List.of(parts.rows().job(), parts.rows().set(), version));
    binds.addAll(List.of(more));
    return binds.toArray();
  }

  private void flush() {
    VersionRows rows = parts.rows();
    for (String table : List.of("screened", "screened_without")) {
      rows.update(
          "DELETE FROM quietus." + table + " WHERE job = ? AND set_name = ? AND version_token = ?",
          put.removed);
    }
    rows.update(
        "INSERT INTO quietus.screened (job, set_name, version_token, entry_no)"
            + " VALUES (?, ?, ?, ?)",
        put.added);
    rows.update(
        "INSERT INTO quietus.screened_without (job, set_name, version_token, request_id)"
            + " VALUES (?, ?, ?, ?)",
        put.without);
    put.clear();
  }
}
