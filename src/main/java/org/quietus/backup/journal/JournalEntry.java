package org.quietus.backup.journal;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.Pin;
import org.quietus.target.LastDay;

/**
 * One object version in the journal of a run.
 *
 * @param unit token of the backup that it belongs to
 * @param version token of itself
 * @param result token of the version that took its place
 * @param protection what keeps it, as a certificate calls it
 * @param remainsUntil the last day on which it can still be there, where that is known
 * @param due rows that the latest reading again found although they should be gone
 * @param bypass of a retention that forbade to remove it
 */
public record JournalEntry(
    int number,
    String set,
    String unit,
    String version,
    Optional<String> result,
    VersionState state,
    SealedVersion held,
    List<CountLine> counts,
    Optional<String> protection,
    Optional<LocalDate> remainsUntil,
    List<DueRows> due,
    LockBypass bypass) {
  /** What a certificate says of a copy that only authorised people reach. */
  public static final String ACCESS_CONTROLLED = "access-controlled";

  /** And of one that a hold on the data keeps. */
  public static final String HELD = "held";

  /** And of one that has a name outside the store, which leads to what it held. */
  public static final String LINKED = "linked-elsewhere";

  public JournalEntry {
    remainsUntil = remainsUntil.map(LastDay::atMost);
    counts = List.copyOf(counts);
    due = List.copyOf(due);
  }

  /** An entry of which nothing was read again yet, and no retention bypassed. */
  public JournalEntry(
      int number,
      String set,
      String unit,
      String version,
      Optional<String> result,
      VersionState state,
      SealedVersion held,
      List<CountLine> counts,
      Optional<String> protection,
      Optional<LocalDate> remainsUntil,
      List<DueRows> due) {
    this(
        number,
        set,
        unit,
        version,
        result,
        state,
        held,
        counts,
        protection,
        remainsUntil,
        due,
        LockBypass.NONE);
  }

  /** The same when a retention is to be bypassed to remove it, or is not. */
  public JournalEntry bypassing(boolean retention) {
    return with(retention ? LockBypass.INTENDED : LockBypass.NONE);
  }

  /** The same once its content is gone. */
  public JournalEntry removed() {
    return with(bypass.done());
  }

  private JournalEntry with(LockBypass other) {
    return new JournalEntry(
        number,
        set,
        unit,
        version,
        result,
        state,
        held,
        counts,
        protection,
        remainsUntil,
        due,
        other);
  }

  /** The same under another number. */
  public JournalEntry numbered(int other) {
    return new JournalEntry(
        other,
        set,
        unit,
        version,
        result,
        state,
        held,
        counts,
        protection,
        remainsUntil,
        due,
        bypass);
  }

  /** Whether the content that held persons is gone already, by our doing. */
  public boolean hasLostRows() {
    return state == VersionState.PURGED || (state == VersionState.SWAPPED && held.isOverwritten());
  }

  /** Whether it had a name outside the store, which leads to what it held. */
  public boolean isLinked() {
    return protection.filter(LINKED::equals).isPresent();
  }

  /** Whether reading again found rows before, so that it was worked off once more. */
  public boolean isAgain() {
    return !due.isEmpty();
  }

  /** The same backup to be worked off once more, as it stands now. */
  public JournalEntry again() {
    return new JournalEntry(
        number,
        set,
        unit,
        result.orElse(version),
        Optional.empty(),
        VersionState.PLANNED,
        held.result()
            .map(pin -> SealedVersion.of(pin, true, held.stagedSize(), held.createdAt()))
            .orElseGet(held::withoutUpload),
        List.of(),
        protection,
        remainsUntil,
        due,
        bypass);
  }

  /** The same in its next state. */
  public JournalEntry to(VersionState next) {
    return new JournalEntry(
        number,
        set,
        unit,
        version,
        result,
        next,
        held,
        counts,
        protection,
        remainsUntil,
        due,
        bypass);
  }

  /** The same with other sealed details. */
  public JournalEntry holding(SealedVersion other) {
    return new JournalEntry(
        number,
        set,
        unit,
        version,
        result,
        state,
        other,
        counts,
        protection,
        remainsUntil,
        due,
        bypass);
  }

  /** Whether it was read, and whoever was found in it taken out, be it not everybody. */
  boolean wasRead() {
    return state.isSearched()
        || state == VersionState.UNREAD_ROWS
        || state == VersionState.NOT_GONE;
  }

  /** Whether it was searched for everybody who was to be found in it, and nobody was spared. */
  boolean isScreened() {
    return state.isSearched() && protection.filter(HELD::equals).isEmpty();
  }

  /** The same with what becomes of its rows. */
  public JournalEntry counting(List<CountLine> lines) {
    return new JournalEntry(
        number,
        set,
        unit,
        version,
        result,
        state,
        held,
        lines,
        protection,
        remainsUntil,
        due,
        bypass);
  }

  JournalEntry replacedBy(String token) {
    return new JournalEntry(
        number,
        set,
        unit,
        version,
        Optional.of(token),
        state,
        held,
        counts,
        protection,
        remainsUntil,
        due,
        bypass);
  }

  /** The same once our version has taken its place. */
  public JournalEntry swappedBy(Pin pin, String token) {
    return holding(held.swapped(pin)).replacedBy(token).to(VersionState.SWAPPED);
  }

  /** The same with what keeps it, and the last day on which it can still be there, where known. */
  public JournalEntry protectedBy(String code, Optional<LocalDate> until) {
    return new JournalEntry(
        number,
        set,
        unit,
        version,
        result,
        state,
        held,
        counts,
        Optional.of(code),
        until,
        due,
        bypass);
  }

  /** The same with the rows that reading again found. */
  public JournalEntry found(List<DueRows> rows) {
    return new JournalEntry(
        number,
        set,
        unit,
        version,
        result,
        state,
        held,
        counts,
        protection,
        remainsUntil,
        rows,
        bypass);
  }

  /** The content that leads to the rows of a backup now; what is locked may still be read. */
  public Optional<SealedVersion> standing() {
    if (held.result().isPresent()) {
      return state == VersionState.NOT_FAITHFUL
          ? Optional.empty()
          : Optional.of(
              SealedVersion.of(held.result().get(), true, held.stagedSize(), held.createdAt()));
    }
    boolean locked = state == VersionState.LOCKED && held.latest();
    boolean unchanged =
        switch (state) {
          case CLEAN, SCREENED, UNREAD_ROWS -> true;
          default -> false;
        };
    return locked || unchanged ? Optional.of(held) : Optional.empty();
  }
}
