package org.quietus.backup;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Where an object version stands in a run: on its way, or at one of the named ends. */
public enum VersionState {
  /** Seen; nothing has been changed. */
  PLANNED(Kind.OPEN),
  /** Every version of its backup has its rewritten content uploaded, none of it visible. */
  STAGED(Kind.OPEN),
  /** The rewritten content is the current version. */
  SWAPPED(Kind.OPEN),
  /** The version that held a person is gone. */
  PURGED(Kind.OPEN),
  /** Read again, from the store: nobody who was sought is left. */
  VERIFIED(Kind.SEARCHED),
  /** Read; it held nobody who was sought. */
  CLEAN(Kind.SEARCHED),
  /** Searched by earlier runs for everybody who was erased. */
  SCREENED(Kind.SEARCHED),
  /** Removed as a whole when its period had passed. */
  EXPIRED(Kind.LEFT),
  /** Removed by somebody else. */
  GONE(Kind.LEFT),
  /** A delete marker, which has no content. */
  MARKER(Kind.LEFT),
  /** Stays as it is until its period has passed. */
  UNEXPIRED(Kind.LEFT),
  /** The run was limited to other parts of the job; who was erased earlier may be in it. */
  NOT_SEARCHED(Kind.LEFT),
  /** A retention or legal hold of the store forbids to touch it. */
  LOCKED(Kind.LEFT),
  /** It was rewritten or removed while it had a name outside the store, which leads to the old. */
  LINKED_ELSEWHERE(Kind.LEFT),
  /** A hold on the data forbids to remove what else is in it, or to tell which rows those are. */
  HELD(Kind.LEFT),
  /** Has to be restored from an archive before it can be read. */
  ARCHIVED(Kind.UNFINISHED),
  /** Its tables are not those of today's mapping. */
  UNMATCHED_SCHEMA(Kind.UNFINISHED),
  /** Cut short or corrupt. */
  DAMAGED(Kind.UNFINISHED),
  /** Something else than its name says. */
  NOT_A_DUMP(Kind.UNFINISHED),
  /** In a form that is refused rather than guessed at. */
  UNSUPPORTED(Kind.UNFINISHED),
  /** Another object of the same backup could not be used. */
  INCOMPLETE(Kind.UNFINISHED),
  /** Everybody who was found is gone; of some rows it cannot be read whose they are. */
  UNREAD_ROWS(Kind.UNFINISHED),
  /** Holds more of the persons' rows than fit into memory. */
  TOO_MANY_KEYS(Kind.UNFINISHED),
  /** Needs more memory than the run was given, also when nothing else is worked on. */
  OUT_OF_MEMORY(Kind.UNFINISHED),
  /** A key is missing by which persons who were erased earlier would be recognised. */
  NO_KEY(Kind.UNFINISHED),
  /** Somebody kept writing to it. */
  CHANGED(Kind.UNFINISHED),
  /** The store did not answer or refused. */
  UNREACHABLE(Kind.UNFINISHED),
  /** What the store gives back is not what was written; it was taken back where possible. */
  NOT_FAITHFUL(Kind.UNFINISHED),
  /** Reading again found a person. */
  NOT_GONE(Kind.UNFINISHED);

  private enum Kind {
    OPEN,
    SEARCHED,
    LEFT,
    UNFINISHED
  }

  /** Those in which something is still to be done. */
  public static final Set<VersionState> OPEN =
      Arrays.stream(values())
          .filter(state -> !state.isEnd())
          .collect(Collectors.toUnmodifiableSet());

  private final Kind kind;

  VersionState(Kind kind) {
    this.kind = kind;
  }

  /** Whether nothing more is done to it in this run. */
  public boolean isEnd() {
    return kind != Kind.OPEN;
  }

  /** Whether it was read and holds nobody. */
  public boolean isSearched() {
    return kind == Kind.SEARCHED;
  }

  /** Whether a person may be left in it although nothing forbids to remove them. */
  public boolean isPartial() {
    return kind == Kind.UNFINISHED;
  }

  /** Whether nobody knows what is in it. */
  public boolean isUnread() {
    return switch (this) {
      case ARCHIVED, UNREACHABLE, CHANGED, UNSUPPORTED, DAMAGED, NOT_A_DUMP, OUT_OF_MEMORY -> true;
      default -> false;
    };
  }

  /** Whether the version itself is still in the store. */
  public boolean remains() {
    return this != EXPIRED && this != GONE && this != MARKER;
  }

  /** As the journal and messages have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static VersionState labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
