package org.quietus.run.person;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.quietus.control.CarriedOutRequests;
import org.quietus.control.Sites;
import org.quietus.ledger.KeptTables;
import org.quietus.plan.CarriedOut;
import org.quietus.plan.Plan;
import org.quietus.plan.SearchedPaths;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.SealedPerson;
import org.quietus.request.State;
import org.quietus.target.KeptRows;

/** What was carried out for persons of whom rows were kept. */
public record CarriedOutPersons(
    JobFile job, Plan plan, Sites sites, ErasureRequests requests, CarriedOutRequests noted) {
  public CarriedOutPersons(JobFile job, Plan plan, Sites sites, ErasureRequests requests) {
    this(job, plan, sites, requests, sites.home().control().carriedOut());
  }

  /** A request's person with what was carried out, if kept rows are all that was left. */
  Requested known(Requested requested) {
    ErasureRequest request = requested.request();
    int rows = requested.person().rows().size();
    return request.isBegun() && rows > 0
        ? requested.of(requested.person().after(of(request, rows)))
        : requested;
  }

  /** What was carried out of a request of whose person so many rows are known. */
  Optional<CarriedOut> of(ErasureRequest request, int rows) {
    return noted().of(request.id(), rows).map(CarriedOut::new);
  }

  /**
   * What comes under the keys of a request's person from now on is new, but for the rows that are
   * kept; unless rows of it are {@code unsure}. While it settles, that stays as it was: it may be
   * searched once more because kept rows came due; and so it does as long as nobody can tell the
   * rows, for want of the key that they are sealed under.
   *
   * @param kept what rows were kept
   */
  public void note(String id, Predicate<String> unsure, KeptTables kept, Instant now) {
    ErasureRequest request = requests.find(id).orElseThrow();
    if (request.state() == State.SETTLING || FrozenRows.areSealedOtherwise(request, requests)) {
      return;
    }
    Optional<List<String>> rows =
        request.isCarriedOut() && request.keptUntil().isPresent() && !unsure.test(id)
            ? requests.remembered(id).flatMap(SealedPerson::rows)
            : Optional.empty();
    rows.ifPresentOrElse(
        known -> {
          List<Step> steps = plan.stepsOf(request.subject());
          String database = steps.get(0).database();
          Map<String, List<KeptRows>> here = kept.in(database);
          Set<String> without = kept.undatedIn(database);
          noted()
              .note(
                  id,
                  known.size(),
                  SearchedPaths.of(
                      steps,
                      here.keySet(),
                      table ->
                          without.contains(table)
                              ? Optional.empty()
                              : new KeptMoments(steps, table, zone(database))
                                  .upTo(here.getOrDefault(table, List.of()), now)));
        },
        () -> noted().forget(id));
  }

  private ZoneId zone(String database) {
    return Objects.requireNonNull(job.databases().get(database), database).zone();
  }
}
