package org.quietus.run.person;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.quietus.catalog.RowValues;
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
import org.quietus.request.SealedPerson;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.FoundPerson;
import org.quietus.target.PersonKeys;
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
  private final Target target;
  private final Whom whom;

  public PersonsFound(JobFile job, Plan plan, Target target, Whom whom) {
    this.whom = whom;
    this.job = job;
    this.plan = plan;
    this.target = target;
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
   * @param more whether there are others, for whom a further run is needed
   */
  public record Found(List<Person> persons, long nameless, boolean more) {}

  /** Those of whom no request is under way, nor was decided. */
  public Found in(ErasureRequests requests, Instant asOf) {
    List<Person> persons = new ArrayList<>();
    long nameless = 0;
    LocalDate today = asOf.atZone(job.zone()).toLocalDate();
    for (SubjectType subject : job.subjects().values()) {
      List<Step> steps = plan.stepsOf(subject.name());
      if (!whom.concerns(subject) || steps.isEmpty()) {
        continue;
      }
      Step step = steps.get(0);
      Set<String> known = underWay(requests, subject, step);
      Optional<RowValues> after = Optional.empty();
      List<FoundPerson> page;
      do {
        page =
            whom == Whom.MINORS
                ? target.minors(step, subject, today, after, ROWS_PER_PAGE)
                : target.everybody(step, subject, after, ROWS_PER_PAGE);
        for (FoundPerson found : page) {
          after = Optional.of(found.key());
          if (!known.contains(found.key().encode())) {
            if (persons.size() == MOST) {
              return new Found(persons, nameless, true);
            }
            Optional<Person> person = person(step, subject, found, asOf);
            person.ifPresent(persons::add);
            nameless += person.isPresent() ? 0 : 1;
          }
        }
      } while (page.size() == ROWS_PER_PAGE);
    }
    return new Found(persons, nameless, false);
  }

  /** The primary keys of persons of whom a request is under way, or was decided. */
  private Set<String> underWay(ErasureRequests requests, SubjectType subject, Step step) {
    Set<String> known = new HashSet<>();
    for (ErasureRequest request : requests.all()) {
      if (request.subject().equals(subject.name())
          && whom.isSettledBy(request, () -> requests.events(request.id()))) {
        requests
            .remembered(request.id())
            .ifPresent(
                person -> {
                  person.reviewed().ifPresent(review -> known.addAll(review.theirs().keySet()));
                  known.addAll(frozen(request, person, step));
                });
      }
    }
    return known;
  }

  private static List<String> frozen(ErasureRequest request, SealedPerson person, Step step) {
    int width = step.root().catalogTable().primaryKey().size();
    return person.rows().isEmpty() || request.resolvedAt().isEmpty()
        ? List.of()
        : new FrozenRows(step)
            .of(request, person).rows().stream()
                .map(row -> new RowValues(row.values().subList(0, width)).encode())
                .toList();
  }

  private Optional<Person> person(Step step, SubjectType subject, FoundPerson found, Instant asOf) {
    Map<String, String> own = traits(step, subject, found.row(), asOf);
    List<Identifier> identifiers =
        own.entrySet().stream()
            .map(
                trait ->
                    new Identifier(
                        IdentifierType.named(subject.identifiers().getOrDefault(trait.getKey(), ""))
                            .orElseThrow(),
                        trait.getValue()))
            .distinct()
            .toList();
    boolean told =
        subject.tenant().isEmpty() || found.tenant().filter(Filing::isTenant).isPresent();
    if (identifiers.isEmpty() || !told) {
      return Optional.empty();
    }
    Map<String, Map<String, String>> others = new HashMap<>();
    int width = step.root().catalogTable().primaryKey().size();
    for (RowValues row : target.persons(step, subject).find(found.tenant(), identifiers)) {
      RowValues key = new RowValues(row.values().subList(0, width));
      if (!key.equals(found.key())) {
        others.put(key.encode(), traits(step, subject, row, asOf));
      }
    }
    Filing filing =
        new Filing(
            subject.name(), found.tenant(), whom.ground, Requester.SELF, Optional.empty(), asOf);
    return Optional.of(
        new Person(
            new NewRequest(filing, identifiers, true),
            new Reviewed(target.now(), Map.of(found.key().encode(), own), others)));
  }

  private Map<String, String> traits(Step step, SubjectType subject, RowValues row, Instant asOf) {
    return target.persons(step, subject).traits(new PersonKeys(List.of(row), asOf));
  }
}
