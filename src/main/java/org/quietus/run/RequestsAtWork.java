package org.quietus.run;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.Site;
import org.quietus.hold.Holds;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.run.person.GoneKeysOfRequests;
import org.quietus.run.person.OthersToday;
import org.quietus.run.person.Requested;
import org.quietus.run.person.RequestsOfRun;
import org.quietus.target.Sought;

/** The requests that a run works for, wherever their persons are. */
record RequestsAtWork(OpenJob open, RunOrder order, EvidenceAccess evidence) {

  /**
   * Takes the identifiers of persons who are erased out of rows of the inbox that were rejected.
   */
  void forgetRejected(Collection<Requested> requested) {
    if (open.job().requests().inbox().isPresent() && order.replay().isEmpty()) {
      for (Site site : order.sites().all()) {
        SoughtPersons persons =
            new SoughtPersons(
                open.job(),
                order.plan().in(site.name()),
                site.target(),
                new GoneKeysOfRequests(site, open.requests(evidence)));
        Holds inForce = order.bound().holds(site);
        List<Sought> erased =
            requested.stream()
                .filter(one -> SoughtPersons.isKnown(one) && !persons.isHeld(one, inForce))
                .flatMap(one -> persons.of(one).stream())
                .toList();
        new RejectedFilings(
                open.job(), open.intake(), new OthersToday(site.target(), site.catalog(), erased))
            .forget(erased, open.control().clock().instant());
      }
    }
  }

  /** All that the run works for, each with its person; what was given up since is left out. */
  Map<String, Requested> find() {
    return order
        .replay()
        .map(kind -> kind.persons(order.id()))
        .orElseGet(
            () ->
                requested(
                    Stream.concat(
                            open.control().queue().requests(order.id()).stream(),
                            open.control().runRequests().requests(order.id()).stream())
                        .distinct()
                        .toList()));
  }

  /** A request that was withdrawn or refused while the run was unfinished is no longer its own. */
  private Map<String, Requested> requested(List<String> queued) {
    ErasureRequests requests = open.requests(evidence);
    Map<String, Requested> requested =
        new RequestsOfRun(open.job(), order.plan(), order.sites(), requests).of(queued);
    Set<String> others = new TreeSet<>(queued);
    others.removeAll(requested.keySet());
    others.removeAll(elsewhere(requests.of(others)));
    if (!others.isEmpty()) {
      for (Site site : order.sites().ledgers()) {
        Control there = site.control();
        there
            .transaction()
            .executeWithoutResult(
                status -> {
                  there.fence().check(order.token());
                  there.queue().drop(order.id(), others);
                });
      }
    }
    return requested;
  }

  /** Those whose persons are in a database that is down, and wait for it. */
  private Set<String> elsewhere(List<ErasureRequest> requests) {
    return requests.stream()
        .filter(request -> !request.isGivenUp())
        .filter(
            request ->
                open.job()
                    .subject(request.subject())
                    .filter(subject -> order.down().contains(subject.records().database()))
                    .isPresent())
        .map(ErasureRequest::id)
        .collect(Collectors.toSet());
  }
}
