package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.quietus.control.ErasedSince;
import org.quietus.control.EvidenceAccess;
import org.quietus.job.Accepted;
import org.quietus.job.ReplayOptions;
import org.quietus.plan.Plan;
import org.quietus.policy.Counted;
import org.quietus.run.replay.MirrorCatchUp;
import org.quietus.run.replay.MovedKinds;
import org.quietus.run.replay.ReplaySearch;

/** What a replay cannot bring back: a line for each thing, by the kind that it is. */
record ReplayLosses(Map<Accepted, List<String>> byKind) {

  /**
   * Looks for them among whoever was {@code erased}, and what came by the inbox since a moment of
   * which everything {@code restored} is; {@code erasure} is how persons are erased now.
   */
  static ReplayLosses of(
      OpenJob open,
      ReplayOptions options,
      MirrorCatchUp levelled,
      ReplaySearch search,
      ErasedSince erased,
      Instant restored,
      Supplier<Plan> erasure) {
    Map<Accepted, List<String>> lost = new EnumMap<>(Accepted.class);
    lost.put(Accepted.HOLDS, levelled.lostHolds());
    lost.put(Accepted.REQUESTS, levelled.lostRequests());
    List<String> subjects = new ArrayList<>(search.withoutSubject(erased));
    subjects.addAll(search.withoutIdentifier(erased));
    subjects.addAll(new MovedKinds(open.job(), open.sites(), options).lines());
    lost.put(Accepted.SUBJECTS, subjects);
    lost.put(Accepted.INBOX, inbox(open, restored));
    // looking for them reads whole tables
    lost.put(
        Accepted.TABLES,
        search.withoutParents(erased, erasure.get(), options.seen(Accepted.TABLES)));
    return new ReplayLosses(lost);
  }

  /** A line if rows of the inbox may be requests that were decided against since a moment. */
  static List<String> inbox(OpenJob open, Instant after) {
    List<String> decided =
        open.job().requests().inbox().isEmpty()
            ? List.of()
            : open.control()
                .replayed(open.job().job(), EvidenceAccess.sealingKey(open.job()))
                .decidedAgainstSince(after);
    long rows = decided.isEmpty() ? 0 : open.intake().waitingInInbox();
    return rows == 0
        ? List.of()
        : List.of(
            "%s of the inbox %s to be taken in, and may be of requests that were refused or cancelled since the backup was made (%s): remove those rows before the next run; then, or if there is none: %s"
                .formatted(
                    Counted.of(rows, "row"),
                    Counted.verb(rows, "waits", "wait"),
                    String.join(", ", decided),
                    Accepted.INBOX.remedy()));
  }

  List<String> lines() {
    return byKind.values().stream().flatMap(List::stream).toList();
  }

  /** Whether nobody has said of some of them that they were looked at. */
  boolean isLeft(ReplayOptions options) {
    return byKind.entrySet().stream()
        .filter(kind -> kind.getKey() == Accepted.TABLES || !options.isAccepted(kind.getKey()))
        .anyMatch(kind -> !kind.getValue().isEmpty());
  }
}
