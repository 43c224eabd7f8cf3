package org.quietus.run.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.control.Control;
import org.quietus.control.HoldWatch;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.HeldGraph;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealingKey;
import org.quietus.subject.Identifier;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/** Looks up the rows of persons under a hold by what identifies them. */
public final class HeldPersons {
  private final Target target;
  private final Catalog catalog;
  private final Control control;
  private final Optional<Control> home;
  private final SealingKey key;

  /** Those in one of the databases of a job; home keeps holds on the others too. */
  public HeldPersons(Sites sites, Site site, SealingKey key) {
    this.target = site.target();
    this.catalog = site.catalog();
    this.control = site.control();
    this.home = Optional.of(sites.home().control()).filter(any -> sites.isElsewhere(site));
    this.key = key;
  }

  /** The primary keys of a person's rows. */
  public List<RowValues> find(HeldGraph graph, List<Identifier> identifiers) {
    return persons(graph).find(Optional.empty(), identifiers);
  }

  /** What identifies a person in each of their rows, by column. */
  public List<Map<String, String>> traits(HeldGraph graph, List<Identifier> identifiers) {
    StepPersons persons = persons(graph);
    return persons.find(Optional.empty(), identifiers).stream()
        .map(row -> persons.traits(new PersonKeys(List.of(row), Instant.EPOCH)))
        .toList();
  }

  private StepPersons persons(HeldGraph graph) {
    TableName name = new TableName(catalog.database(), graph.table());
    SubjectType subject =
        new SubjectType(
            graph.subject(),
            name,
            graph.identifiers(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    Member root =
        new Member(
            name,
            catalog.table(graph.table()).orElseThrow(),
            List.of(),
            MemberRole.ROOT,
            new Action.Delete(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of());
    Selection persons = new Selection.Persons(subject.name());
    Step lookUp = new Step(0, subject.name(), persons, root, List.of(), List.of());
    return target.persons(lookUp, subject);
  }

  /**
   * Takes in the rows that came since the holds were set: before a run begins to act, and before
   * {@code leaving} ones are released, under which they may have been known.
   */
  public void lookAgain(HoldWatch watch, List<LegalHold> leaving) {
    LegalHolds holds = control.legalHolds(target.schema());
    Map<HeldGraph, List<Held>> byGraph = new LinkedHashMap<>();
    for (LegalHold hold : holds.active()) {
      if (hold.extent() instanceof LegalHold.OfPerson of && !leaving.contains(hold)) {
        HeldGraph people = HeldGraph.read(of.graph()).rootOnly();
        watch
            .findable(hold, people)
            .ifPresent(
                person ->
                    byGraph
                        .computeIfAbsent(people, graph -> new ArrayList<>())
                        .add(new Held(hold, person)));
      }
    }
    List<Held> grown = new ArrayList<>();
    byGraph.forEach((graph, held) -> grown.addAll(grown(graph, held)));
    if (!grown.isEmpty()) {
      // at home first: whoever is killed in between finds them once more, as they have to there
      home.ifPresent(kept -> takeIn(grown, kept));
      takeIn(grown, control);
    }
  }

  private void takeIn(List<Held> grown, Control where) {
    LegalHolds holds = where.legalHolds(target.schema());
    where
        .transaction()
        .executeWithoutResult(
            status -> {
              where.fence().raiseEpoch();
              grown.forEach(one -> holds.found(one.hold(), one.person(), key));
            });
  }

  private record Held(LegalHold hold, SealedPerson person) {
    List<String> rows() {
      return person.rows().orElse(List.of());
    }

    Held with(List<RowValues> found) {
      Set<String> all = new LinkedHashSet<>(rows());
      found.forEach(row -> all.add(row.encode()));
      return new Held(hold, person.found(List.copyOf(all), person.traits()));
    }
  }

  /** Reads the table once for all of them, and again for each only if somebody came. */
  private List<Held> grown(HeldGraph graph, List<Held> held) {
    List<Identifier> identifiers =
        held.stream().flatMap(one -> one.person().identifiers().stream()).distinct().toList();
    Set<String> known =
        held.stream().flatMap(one -> one.rows().stream()).collect(Collectors.toSet());
    if (find(graph, identifiers).stream().map(RowValues::encode).allMatch(known::contains)) {
      return List.of();
    }
    return held.stream()
        .map(one -> one.with(find(graph, one.person().identifiers())))
        .filter(one -> !held.contains(one))
        .toList();
  }
}
