package org.quietus.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.quietus.control.Site;
import org.quietus.plan.Plan;
import org.quietus.request.ErasureRequests;
import org.quietus.run.person.GoneKeysOfRequests;
import org.quietus.run.person.OthersToday;
import org.quietus.run.person.Requested;
import org.quietus.subject.Identifier;
import org.quietus.target.Sought;

/**
 * Whether somebody else has an identifier of a request's person today, so that it leads to either.
 */
final class SharedIdentifiers implements BiPredicate<Requested, Identifier> {
  private final OpenJob open;
  private final Plan plan;
  private final ErasureRequests requests;
  private final Collection<Requested> due;
  private final Map<SoughtPersons, OthersToday> places = new LinkedHashMap<>();

  /** {@code due} are those for all of whom one reading of their table has to do. */
  SharedIdentifiers(OpenJob open, Plan plan, ErasureRequests requests, Collection<Requested> due) {
    this.open = open;
    this.plan = plan;
    this.requests = requests;
    this.due = List.copyOf(due);
  }

  @Override
  public boolean test(Requested requested, Identifier identifier) {
    if (places.isEmpty()) {
      open.sites().all().forEach(this::read);
    }
    return places.entrySet().stream()
        .anyMatch(
            place ->
                place.getKey().of(requested).stream()
                    .anyMatch(sought -> place.getValue().have(sought, identifier)));
  }

  private void read(Site site) {
    SoughtPersons persons =
        new SoughtPersons(
            open.job(),
            plan.in(site.name()),
            site.target(),
            new GoneKeysOfRequests(site, requests));
    List<Sought> known =
        due.stream()
            .filter(requested -> !requested.person().isAmbiguous())
            .flatMap(requested -> persons.of(requested).stream())
            .toList();
    places.put(persons, new OthersToday(site.target(), site.catalog(), known));
  }
}
