package org.quietus.hold;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.MirrorEntry;

/**
 * Brings the holds of a restored control schema to where the mirror saw them last. Whom a hold
 * protects is not in the mirror: one on a person is back only if the backup had it. Runs inside the
 * caller's transaction, which raises the hold epoch too.
 */
public final class RestoredHolds {
  /** What the mirror tells of a hold that ended because nobody knows any more whom it protects. */
  public static final Map<String, Object> FORGONE =
      Map.of("event", "released", "reason", "person-lost");

  /** What the mirror names the database with, of a hold that is not on home. */
  public static final String DATABASE = "database";

  private static final String SET_BY = "replay";

  private final Function<Optional<String>, LegalHolds> kept;
  private final String job;
  private final SealingKey key;

  /**
   * Holds of a job.
   *
   * @param kept where those are kept on the tables of a database; on home if it is empty
   * @param key the one that conditions are sealed with
   */
  public RestoredHolds(Function<Optional<String>, LegalHolds> kept, String job, SealingKey key) {
    this.key = key;
    this.kept = kept;
    this.job = job;
  }

  /** Takes over what the mirror tells of a hold. */
  public void restore(MirrorEntry mirrored) {
    Map<String, Object> content = mirrored.content();
    LegalHolds holds = kept.apply(database(mirrored));
    Optional<LegalHold> here = holds.find(mirrored.about());
    if (isRelease(mirrored)) {
      here.ifPresent(
          hold -> holds.release(hold, mirrored.at(), text(content, "reason").orElse("")));
    } else if (here.isEmpty() && content.containsKey("sealed-where")) {
      matching(mirrored)
          .map(
              matching ->
                  new LegalHold(
                      mirrored.about(),
                      job,
                      LegalHold.Kind.of(text(content, "kind").orElseThrow()),
                      text(content, "reference").orElseThrow(),
                      text(content, "case"),
                      text(content, "basis").orElseThrow(),
                      LocalDate.parse(text(content, "review").orElseThrow()),
                      text(content, "request"),
                      matching,
                      mirrored.at(),
                      SET_BY,
                      Optional.empty()))
          .ifPresent(holds::add);
    }
  }

  /** The rows of a hold that it is on by a condition; empty if a lost key sealed that. */
  private Optional<LegalHold.Matching> matching(MirrorEntry mirrored) {
    try {
      return Optional.of(
          LegalHold.Matching.opened(
              text(mirrored.content(), "table").orElseThrow(),
              text(mirrored.content(), "sealed-where").orElseThrow(),
              mirrored.about(),
              key));
    } catch (SealingKey.SealedOtherwise e) {
      return Optional.empty(); // it is named, and nothing is erased before it is set again
    }
  }

  /** The references, by id, of holds that should bind and do not, because nobody knows on whom. */
  public Map<String, String> lost(List<MirrorEntry> mirrored) {
    Map<String, String> lost = new TreeMap<>();
    for (MirrorEntry entry : mirrored) {
      if (isRelease(entry)) {
        lost.remove(entry.about());
      } else if (kept.apply(database(entry)).find(entry.about()).isEmpty()) {
        text(entry.content(), "reference").ifPresent(known -> lost.put(entry.about(), known));
      }
    }
    return lost;
  }

  /** The holds that are on rows which meet a condition. */
  public Set<String> ofConditions(List<MirrorEntry> mirrored) {
    return mirrored.stream()
        .filter(entry -> entry.content().containsKey("sealed-where"))
        .map(MirrorEntry::about)
        .collect(Collectors.toSet());
  }

  /** What the mirror tells of a hold on a database that the job file calls otherwise by now. */
  public static Map<String, Object> renamed(String database) {
    return Map.of("event", "renamed", DATABASE, database);
  }

  /** The database that a hold is on, as the mirror tells of it; empty for home. */
  public static Optional<String> database(MirrorEntry entry) {
    return text(entry.content(), DATABASE);
  }

  private static boolean isRelease(MirrorEntry entry) {
    return text(entry.content(), "event").filter("released"::equals).isPresent();
  }

  private static Optional<String> text(Map<String, Object> content, String key) {
    return Optional.ofNullable(content.get(key)).map(String::valueOf);
  }
}
