package org.quietus.backup.journal;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.person.EarlierErasures;

/**
 * In which versions rows were left that may be those of persons whom earlier runs erased: whoever
 * reads such a version for somebody else seeks these persons again, or nobody would know of their
 * rows any more. They stand beside those who were passed over, under a name of their own.
 */
public final class DoubtsLeft {
  private static final String DOUBT = "doubt-";

  private final EarlierErasures erasures;
  private final Set<String> versions = new HashSet<>();
  private long upTo = Long.MAX_VALUE;

  DoubtsLeft(EarlierErasures erasures) {
    this.erasures = erasures;
  }

  /** Forgets what was taken. */
  void clear() {
    versions.clear();
    upTo = Long.MAX_VALUE;
  }

  /** Whether what stands in the place of a request that was passed over says this. */
  public static boolean is(String passed) {
    return passed.startsWith(DOUBT);
  }

  /** What is to stand there for a version as its entry tells. */
  static Set<String> of(JournalEntry entry) {
    return entry.counts().stream()
        .filter(line -> line.ambiguous() > 0 && !line.request().isEmpty())
        .map(line -> DOUBT + line.request())
        .collect(Collectors.toSet());
  }

  /** Takes note of what stands there if it says this; returns whether it does. */
  boolean take(String version, String passed) {
    if (!is(passed)) {
      return false;
    }
    String request = passed.substring(DOUBT.length());
    if (erasures.isWanted(request)) {
      erasures.first(request).ifPresent(first -> add(version, first - 1));
    }
    return true;
  }

  private void add(String version, long before) {
    versions.add(version);
    upTo = Math.min(upTo, before);
  }

  /**
   * The entry up to which a version needs no search for these persons; empty if for none. It is one
   * for all versions, for the tokens of whoever comes behind it are read at once.
   */
  Optional<Long> upTo(String version) {
    return versions.contains(version) ? Optional.of(upTo) : Optional.empty();
  }
}
