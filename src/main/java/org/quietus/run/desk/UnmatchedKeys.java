package org.quietus.run.desk;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.GoneKeyNotes;
import org.quietus.target.GoneKey;

/**
 * The keys of rows that were deleted for a request, when somebody gives up those that do not lead
 * to its person's any more: of columns that are gone, and those that somebody else has by now.
 */
final class UnmatchedKeys {
  private final JobFile job;
  private final Plan plan;
  private final Sites sites;
  private Optional<Found> found = Optional.empty();

  private record Found(Site site, GoneKeyNotes notes, String request, Set<String> keys) {
    void drop() {
      notes.drop(request, keys);
    }
  }

  UnmatchedKeys(JobFile job, Plan plan, Sites sites) {
    this.job = job;
    this.plan = plan;
    this.sites = sites;
  }

  /** Looks whether there are any. */
  boolean find(ErasureRequest request) {
    found =
        plan.stepsOf(request.subject()).stream()
            .findFirst()
            .map(step -> find(step, request.id()))
            .filter(unmatched -> !unmatched.keys().isEmpty());
    return found.isPresent();
  }

  private Found find(Step step, String request) {
    Site site = sites.of(step);
    GoneKeyNotes notes = new GoneKeyNotes(site.control().jdbc(), EvidenceAccess.sealingKey(job));
    List<String> all = notes.of(request);
    List<GoneKey> readable =
        all.stream().map(GoneKey::decode).filter(key -> key.isReadable(step)).toList();
    Set<GoneKey> leading =
        readable.isEmpty() ? Set.of() : new HashSet<>(site.target().stillGone(step, readable));
    return new Found(
        site,
        notes,
        request,
        all.stream()
            .filter(key -> !leading.contains(GoneKey.decode(key)))
            .collect(Collectors.toSet()));
  }

  /** Gives them up, if they are at home; in the transaction that records the decision. */
  void giveUpAtHome() {
    found.filter(unmatched -> unmatched.site() == sites.home()).ifPresent(Found::drop);
  }

  /** Gives them up elsewhere, once that is recorded: whoever is killed before decides once more. */
  void giveUpElsewhere() {
    found
        .filter(unmatched -> unmatched.site() != sites.home())
        .ifPresent(
            unmatched ->
                unmatched
                    .site()
                    .control()
                    .transaction()
                    .executeWithoutResult(status -> unmatched.drop()));
  }
}
