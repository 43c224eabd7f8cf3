package org.quietus.run.person;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.quietus.control.Sites;
import org.quietus.plan.Plan;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.SealedPerson;
import org.quietus.subject.GoneIdentifiers;

/**
 * The requests that a run has to take up and cannot, each with the reason.
 *
 * @param all those of {@link RequestsOfRun#stranded}
 */
public record StrandedRequests(
    JobFile job, Sites sites, ErasureRequests requests, List<ErasureRequest> all) {
  private static final String LOST_PERSON =
      "request %s: nothing was done, since the replay after a restore could not tell whether its"
          + " person is back, and nobody else can; mend what it named, then: quietus replay %s"
          + " --database %s --snapshot INSTANT, the moment that the backup was made at";
  private static final SealedPerson NOBODY = new SealedPerson("", List.of());
  private static final String UNTOLD_TENANT =
      "a tenant's, and %s does not tell the tenants of '%s' apart any more; bring 'tenant' back";
  private static final String UNREACHED =
      "request %s: nothing was done, since its person is in database '%s', which could not be"
          + " reached; the next run that reaches it does it";
  private static final String UNMATCHABLE =
      "request %s: nothing was done, since %s names no identifier of '%s' any more of the type that"
          + " it came with (%s), so that not all of its person would be found; bring it back under"
          + " 'identifiers'";
  private static final String SOUGHT_NO_MORE =
      ", or say under 'former-subjects', as '%s', why nobody is sought by it any more";
  private static final String TAKEN_IN_AGAIN = ", or cancel the request and take it in again";
  private static final String SEALED_OTHERWISE =
      "request %s: nothing was done, since what is known of its person was sealed under another"
          + " requests.key, or was changed; bring that key back into %s from a copy of the keys,"
          + " then: quietus run %s";
  private static final String LOST_KEY =
      "; if it is lost, see to what a law has kept by hand, and then: quietus request accept %s %s"
          + " --unmatched --reason CODE";
  private static final String LOST_KEY_OF_BEGUN =
      "; if it is lost, see to the person's rows and their copies by hand, and then: quietus"
          + " request accept %s %s --unmatched --reason CODE";
  private static final String LOST_KEY_OF_UNTOUCHED =
      "; if it is lost: quietus request cancel %s %s, and take it in again";

  /** Those of a run, if it erases persons. */
  public static StrandedRequests of(
      boolean erases, JobFile job, Plan plan, Sites sites, ErasureRequests requests, Instant asOf) {
    RequestsOfRun ofRun = new RequestsOfRun(job, plan, sites, requests);
    return new StrandedRequests(job, sites, requests, erases ? ofRun.stranded(asOf) : List.of());
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** A line for each. */
  public List<String> lines() {
    return all.stream()
        .map(
            request ->
                FrozenRows.areSealedOtherwise(request, requests)
                    ? sealedOtherwise(request)
                    : stranded(request))
        .toList();
  }

  private String sealedOtherwise(ErasureRequest request) {
    String file = job.text().file();
    return SEALED_OTHERWISE.formatted(request.id(), job.evidence().keys(), file)
        + ifLost(request).formatted(file, request.id());
  }

  private static String ifLost(ErasureRequest request) {
    if (request.isCarriedOut()) {
      return LOST_KEY;
    }
    return request.isBegun() ? LOST_KEY_OF_BEGUN : LOST_KEY_OF_UNTOUCHED;
  }

  private String stranded(ErasureRequest request) {
    Optional<String> down =
        job.subject(request.subject())
            .map(subject -> subject.records().database())
            .filter(database -> sites.find(database).isEmpty());
    if (down.isPresent()) {
      return UNREACHED.formatted(request.id(), down.get());
    }
    Optional<SubjectType> kind =
        job.subject(request.subject()).filter(subject -> !job.erasure().isEmpty());
    if (kind.filter(of -> of.tenant().isPresent() || request.tenant().isEmpty()).isPresent()) {
      SealedPerson person = requests.persons().readable(request.id()).orElse(NOBODY);
      SortedSet<String> gone = IdentifierLookup.unmatchable(request, person, job);
      return gone.isEmpty()
          ? LOST_PERSON.formatted(request.id(), job.text().file(), job.home())
          : unmatchable(request, gone, GoneIdentifiers.areAll(kind.get(), person.identifiers()));
    }
    boolean known = kind.isPresent();
    return "request "
        + request.id()
        + ": nothing was done, since its person is "
        + (known
            ? UNTOLD_TENANT.formatted(job.text().file(), request.subject())
            : "a '%s', whom %s does not erase any more; bring the subject back under that name"
                .formatted(request.subject(), job.text().file()))
        + TAKEN_IN_AGAIN;
  }

  private String unmatchable(ErasureRequest request, SortedSet<String> gone, boolean all) {
    boolean begun = request.resolvedAt().isPresent();
    String types =
        gone.stream()
            .flatMap(name -> GoneIdentifiers.type(name).stream())
            .collect(Collectors.joining(", "));
    return UNMATCHABLE.formatted(request.id(), job.text().file(), request.subject(), types)
        + (all && !begun ? "" : SOUGHT_NO_MORE.formatted(String.join("', '", gone)))
        + (begun ? "" : TAKEN_IN_AGAIN);
  }
}
