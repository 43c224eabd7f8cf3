package org.quietus.run.person;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.control.CarriedOutRequests;
import org.quietus.control.Sites;
import org.quietus.plan.CarriedOut;
import org.quietus.plan.Plan;
import org.quietus.plan.SearchedPaths;
import org.quietus.plan.Step;
import org.quietus.policy.TableName;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.SealedPerson;
import org.quietus.request.State;

/** What was carried out for persons of whom rows were kept. */
public record CarriedOutPersons(
    Plan plan, Sites sites, ErasureRequests requests, CarriedOutRequests noted) {

  public CarriedOutPersons(Plan plan, Sites sites, ErasureRequests requests) {
    this(plan, sites, requests, sites.home().control().carriedOut());
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
    Step step = plan.stepsOf(request.subject()).get(0);
    return noted()
        .of(request.id(), rows)
        .map(
            paths ->
                new CarriedOut(
                    paths,
                    sites.ledger(sites.of(step)).tablesKeptFor(request.id()).stream()
                        .map(TableName::table)
                        .collect(Collectors.toSet())));
  }

  /**
   * What comes under the keys of a request's person from now on is new, but for the rows that are
   * kept; unless rows of it are {@code unsure}. While it settles, that stays as it was: it may be
   * searched once more because kept rows came due.
   */
  public void note(String id, Predicate<String> unsure) {
    ErasureRequest request = requests.find(id).orElseThrow();
    if (request.state() == State.SETTLING) {
      return;
    }
    Optional<List<String>> rows =
        request.isCarriedOut() && request.keptUntil().isPresent() && !unsure.test(id)
            ? requests.remembered(id).flatMap(SealedPerson::rows)
            : Optional.empty();
    rows.ifPresentOrElse(
        known -> noted().note(id, known.size(), SearchedPaths.of(plan.stepsOf(request.subject()))),
        () -> noted().forget(id));
  }
}
