package org.quietus.objectstore.s3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;

/**
 * The versions and delete markers of one key, those with content from new to old; where a marker
 * stands among them is not known, unless it is the current one.
 */
record History(List<ObjectVersion> entries) {
  /** What a write replaces that is to be the first. */
  static final String NOTHING = "none";

  History {
    entries = List.copyOf(entries);
  }

  Set<Pin> pins() {
    Set<Pin> pins = new HashSet<>();
    entries.forEach(entry -> pins.add(entry.pin()));
    return pins;
  }

  /** Returns whether a condition is met now. */
  boolean meets(Precondition precondition) {
    Optional<ObjectVersion> latest = entries.stream().filter(ObjectVersion::latest).findFirst();
    if (precondition instanceof Precondition.Replacing replacing) {
      return latest.filter(entry -> entry.pin().equals(replacing.pin())).isPresent();
    }
    return precondition instanceof Precondition.None
        || latest.filter(entry -> !entry.deleteMarker()).isEmpty();
  }

  /** Returns what surely stood there when the condition was met, for one who did not look then. */
  Set<Pin> knownTo(Precondition precondition) {
    if (!(precondition instanceof Precondition.Replacing replacing)) {
      return Set.of();
    }
    Set<Pin> known = new HashSet<>();
    entries.stream()
        .filter(entry -> entry.pin().equals(replacing.pin()))
        .map(ObjectVersion::lastModified)
        .findFirst()
        .or(replacing::created)
        .ifPresent(moment -> known.addAll(writtenBy(moment)));
    return known;
  }

  private Set<Pin> writtenBy(Instant moment) {
    Set<Pin> pins = new HashSet<>();
    entries.stream()
        .filter(entry -> !entry.lastModified().isAfter(moment))
        .forEach(entry -> pins.add(entry.pin()));
    return pins;
  }

  /**
   * Returns whether nobody wrote or deleted between the moment at which just {@code known} stood
   * there, meeting the condition, and our write. What came after our write is no concern.
   */
  boolean follows(Pin ours, Set<Pin> known, Precondition precondition) {
    boolean gone =
        precondition instanceof Precondition.Replacing replacing
            && !pins().contains(replacing.pin());
    return !gone && follows(ours, known);
  }

  /**
   * Returns the same for one who looks long after the write: what it replaced may be gone by a rule
   * of the bucket, and our version the only copy.
   */
  boolean follows(Pin ours, Set<Pin> known) {
    boolean older = false;
    for (ObjectVersion entry : entries) {
      if (entry.pin().equals(ours)) {
        older = true;
      } else if (!known.contains(entry.pin()) && (entry.deleteMarker() ? !entry.latest() : older)) {
        return false;
      }
    }
    return older;
  }

  /**
   * Returns whether a newer version is by one who thought to replace something older than ours.
   * Where a store compares first and writes later, whoever wrote it may have looked before ours was
   * to be seen, and gone on.
   *
   * @param replaced what the write that made a version was to replace, as far as that is known
   */
  boolean isContested(Pin ours, Function<Pin, Optional<String>> replaced) {
    Set<String> notOlder = new HashSet<>();
    List<Pin> newer = new ArrayList<>();
    for (ObjectVersion entry : entries) {
      notOlder.add(entry.pin().versionId());
      if (entry.pin().equals(ours)) {
        return newer.stream()
            .anyMatch(pin -> replaced.apply(pin).filter(it -> !notOlder.contains(it)).isPresent());
      }
      if (!entry.deleteMarker()) {
        newer.add(entry.pin());
      }
    }
    return false;
  }
}
