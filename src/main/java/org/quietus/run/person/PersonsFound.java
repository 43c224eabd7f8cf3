package org.quietus.run.person;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.RowName;
import org.quietus.catalog.RowValues;
import org.quietus.control.Sites;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Filing;
import org.quietus.request.Ground;
import org.quietus.request.NewRequest;
import org.quietus.request.RequestEvent;
import org.quietus.request.RequestHistory;
import org.quietus.request.Requester;
import org.quietus.request.Reviewed;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.FoundPerson;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons.KnownBy;
import org.quietus.target.Target;

/**
 * Persons who are erased without having asked, each by a request of its own: about that row,
 * whoever shares its identifiers.
 */
public final class PersonsFound {
  private static final int ROWS_PER_PAGE = 500;

  /** More are left to a further run. */
  private static final int MOST = 10_000;

  /** Who is erased without having asked. */
  public enum Whom {
    /** Children that nobody agreed for. */
    MINORS(Ground.MINOR),
    /** Everybody, since the service is closed. */
    EVERYBODY(Ground.SERVICE_ENDED);

    private final Ground ground;

    Whom(Ground ground) {
      this.ground = ground;
    }

    private boolean concerns(SubjectType subject) {
      return this == EVERYBODY || subject.minor().isPresent();
    }

    /** Whether a request says all that there is to say of its person. */
    private boolean isSettledBy(ErasureRequest request, Supplier<List<RequestEvent>> events) {
      boolean ofThese = request.filing().ground() == ground;
      return request.state().isTerminal()
          ? ofThese && RequestHistory.isDecidedAgainst(request, events.get())
          : this == EVERYBODY || ofThese;
    }
  }

  private final JobFile job;
  private final Plan plan;
  private final Sites sites;
  private final Whom whom;

  public PersonsFound(JobFile job, Plan plan, Sites sites, Whom whom) {
    this.whom = whom;
    this.job = job;
    this.plan = plan;
    this.sites = sites;
  }

  /**
   * A person to be erased.
   *
   * @param reviewed which row is the person's, and which are others'
   */
  public record Person(NewRequest request, Reviewed reviewed) {}

  /**
   * What was found.
   *
   * @param nameless how many persons no request can be made of, since nothing identifies them or
   *     their row does not tell its tenant as a certificate can name it
   * @param unread a line for each kind of which nobody was looked for, since it cannot be told any
   *     more about whom it was decided already
   * @param more whether there are others, for whom a further run is needed
   */
  public record Found(List<Person> persons, long nameless, List<String> unread, boolean more) {}

  /** Those of whom no request is under way, nor was decided. */
  public Found in(ErasureRequests requests, Instant asOf) {
    List<Person> persons = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    long nameless = 0;
    LocalDate today = asOf.atZone(job.zone()).toLocalDate();
    for (SubjectType subject : job.subjects().values()) {
      List<Step> steps = plan.stepsOf(subject.name());
      if (!whom.concerns(subject) || steps.isEmpty()) {
        continue;
      }
      Step step = steps.get(0);
      KnownPersons underWay = underWay(requests, subject, step);
      if (!underWay.unreadable().isEmpty()) {
        unread.add(unread(subject, underWay.unreadable()));
        continue;
      }
      Set<String> otherwise = calledOtherwise(requests, underWay);
      if (!otherwise.isEmpty()) {
        unread.add(unknown(subject, otherwise));
        continue;
      }
      Set<String> sealed = sealedOtherwise(requests, subject);
      if (!sealed.isEmpty()) {
        unread.add(sealedUnder(subject, sealed));
        continue;
      }
      Set<String> known = underWay.keys();
      Optional<RowValues> after = Optional.empty();
      List<FoundPerson> page;
      do {
        page =
            whom == Whom.MINORS
                ? target(step).minors(step, subject, today, after, ROWS_PER_PAGE)
                : target(step).everybody(step, subject, after, ROWS_PER_PAGE);
        List<FoundPerson> others =
            page.stream().filter(found -> !known.contains(found.key().encode())).toList();
        List<FoundPerson> taken = others.subList(0, Math.min(others.size(), MOST - persons.size()));
        List<Person> named = persons(step, subject, taken, asOf);
        persons.addAll(named);
        nameless += taken.size() - named.size();
        if (taken.size() < others.size()) {
          return new Found(persons, nameless, unread, true);
        }
        if (!page.isEmpty()) {
          after = Optional.of(page.get(page.size() - 1).key());
        }
      } while (page.size() == ROWS_PER_PAGE);
    }
    return new Found(persons, nameless, unread, false);
  }

  private KnownPersons underWay(ErasureRequests requests, SubjectType subject, Step step) {
    KnownPersons known = new KnownPersons(target(step), step, subject);
    for (ErasureRequest request : requests.notDone(subject.name())) {
      if (whom.isSettledBy(request, () -> requests.events(request.id()))) {
        requests.persons().readable(request.id()).ifPresent(person -> known.add(request, person));
      }
    }
    return known;
  }

  /** The requests of which nobody can tell whether they are of rows that are there. */
  private Set<String> sealedOtherwise(ErasureRequests requests, SubjectType subject) {
    return Stream.concat(
            requests.notDone(subject.name()).stream(),
            requests.notDoneBeside(job.subjects().keySet()).stream())
        .filter(request -> whom.isSettledBy(request, () -> requests.events(request.id())))
        .filter(request -> FrozenRows.areSealedOtherwise(request, requests))
        .map(ErasureRequest::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Kinds of persons that the job file does not have any more, and that may be of the same rows.
   */
  private Set<String> calledOtherwise(ErasureRequests requests, KnownPersons known) {
    return requests.notDoneBeside(job.subjects().keySet()).stream()
        .filter(request -> whom.isSettledBy(request, () -> requests.events(request.id())))
        .filter(
            request ->
                requests.persons().readable(request.id()).filter(known::mayBeOne).isPresent())
        .map(ErasureRequest::subject)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String unknown(SubjectType subject, Set<String> kinds) {
    return "of "
        + subject.records()
        + " nobody is taken who did not ask, since the job file does not have the subject any more"
        + " that persons were called of whom it was decided already ("
        + String.join(", ", kinds)
        + "); give it that name again";
  }

  private String sealedUnder(SubjectType subject, Set<String> requests) {
    return "of "
        + subject.records()
        + " nobody is taken who did not ask, since it was decided already about persons who were"
        + " sealed under another requests.key (request "
        + String.join(", ", requests)
        + "); bring that key back into "
        + job.evidence().keys()
        + " from a copy of the keys; if it is lost, have persons whose request was refused or"
        + " cancelled found again: quietus request accept "
        + job.text().file()
        + " REQUEST --unmatched --reason CODE";
  }

  private static String unread(SubjectType subject, Set<String> columns) {
    return "of "
        + subject.records()
        + " nobody is taken who did not ask, since persons of whom it was decided already are known"
        + " by a primary key that it does not have any more ("
        + String.join(", ", columns)
        + "); bring the column back with its values, if without being the key";
  }

  private Target target(Step step) {
    return sites.of(step).target();
  }

  private static String name(Step step, RowValues key) {
    return RowName.of(step.root().catalogTable(), key).encode();
  }

  /** Those of some rows that a request can be made of; looks once for who shares identifiers. */
  private List<Person> persons(
      Step step, SubjectType subject, List<FoundPerson> rows, Instant asOf) {
    List<FoundPerson> named = new ArrayList<>();
    List<Map<String, String>> traits = new ArrayList<>();
    List<KnownBy> identifiers = new ArrayList<>();
    for (FoundPerson row : rows) {
      Map<String, String> own = traits(step, subject, row.row(), asOf);
      KnownBy knownBy = new KnownBy(row.tenant(), identifiers(subject, own));
      boolean told =
          subject.tenant().isEmpty() || row.tenant().filter(Filing::isTenant).isPresent();
      if (told && !knownBy.identifiers().isEmpty()) {
        named.add(row);
        traits.add(own);
        identifiers.add(knownBy);
      }
    }
    if (named.isEmpty()) {
      return List.of();
    }
    Instant seen = target(step).now(); // who comes later is somebody else
    List<List<RowValues>> sharing = target(step).persons(step, subject).findEach(identifiers);
    List<Person> persons = new ArrayList<>();
    for (int n = 0; n < named.size(); n++) {
      FoundPerson row = named.get(n);
      Map<String, Map<String, String>> others = others(step, subject, row, sharing.get(n), asOf);
      Filing filing =
          new Filing(
              subject.name(), row.tenant(), whom.ground, Requester.SELF, Optional.empty(), asOf);
      persons.add(
          new Person(
              new NewRequest(filing, identifiers.get(n).identifiers(), true),
              new Reviewed(seen, Map.of(name(step, row.key()), traits.get(n)), others)));
    }
    return persons;
  }

  private static List<Identifier> identifiers(SubjectType subject, Map<String, String> traits) {
    return traits.entrySet().stream()
        .map(
            trait ->
                new Identifier(
                    IdentifierType.named(subject.identifiers().getOrDefault(trait.getKey(), ""))
                        .orElseThrow(),
                    trait.getValue()))
        .distinct()
        .toList();
  }

  /** What the others hold who share an identifier with a person, by the keys of their rows. */
  private Map<String, Map<String, String>> others(
      Step step, SubjectType subject, FoundPerson person, List<RowValues> sharing, Instant asOf) {
    Map<String, Map<String, String>> others = new HashMap<>();
    int width = step.root().catalogTable().primaryKey().size();
    for (RowValues row : sharing) {
      RowValues key = new RowValues(row.values().subList(0, width));
      if (!key.equals(person.key())) {
        others.put(name(step, key), traits(step, subject, row, asOf));
      }
    }
    return others;
  }

  private Map<String, String> traits(Step step, SubjectType subject, RowValues row, Instant asOf) {
    return target(step).persons(step, subject).traits(new PersonKeys(List.of(row), asOf));
  }
}
