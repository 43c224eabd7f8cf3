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
import org.quietus.request.Requester;
import org.quietus.request.Reviewed;
import org.quietus.request.SealedPerson;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.FoundMinor;
import org.quietus.target.PersonKeys;
import org.quietus.target.Target;

/**
 * Children that nobody agreed for, each as a request of its own: about that row, whoever shares its
 * identifiers.
 */
public final class MinorsFound {
  private static final int ROWS_PER_PAGE = 500;

  private final JobFile job;
  private final Plan plan;
  private final Target target;

  public MinorsFound(JobFile job, Plan plan, Target target) {
    this.job = job;
    this.plan = plan;
    this.target = target;
  }

  /**
   * A child to be erased.
   *
   * @param reviewed which row is the child's, and which are others'
   */
  public record Child(NewRequest request, Reviewed reviewed) {}

  /**
   * What was found.
   *
   * @param nameless how many children no request can be made of, since nothing identifies them or
   *     their row does not tell its tenant
   */
  public record Found(List<Child> children, long nameless) {}

  /** Those of whom no request is under way. */
  public Found in(ErasureRequests requests, Instant asOf) {
    List<Child> children = new ArrayList<>();
    long nameless = 0;
    LocalDate today = asOf.atZone(job.zone()).toLocalDate();
    for (SubjectType subject : job.subjects().values()) {
      List<Step> steps = plan.stepsOf(subject.name());
      if (subject.minor().isEmpty() || steps.isEmpty()) {
        continue;
      }
      Step step = steps.get(0);
      Set<String> known = underWay(requests, subject, step);
      Optional<RowValues> after = Optional.empty();
      List<FoundMinor> page;
      do {
        page = target.minors(step, subject, today, after, ROWS_PER_PAGE);
        for (FoundMinor minor : page) {
          after = Optional.of(minor.key());
          if (!known.contains(minor.key().encode())) {
            Optional<Child> child = child(step, subject, minor, asOf);
            child.ifPresent(children::add);
            nameless += child.isPresent() ? 0 : 1;
          }
        }
      } while (page.size() == ROWS_PER_PAGE);
    }
    return new Found(children, nameless);
  }

  /** The primary keys of children whose requests have not come to their end. */
  private static Set<String> underWay(ErasureRequests requests, SubjectType subject, Step step) {
    Set<String> known = new HashSet<>();
    for (ErasureRequest request : requests.all()) {
      if (request.filing().ground() == Ground.MINOR
          && request.subject().equals(subject.name())
          && !request.state().isTerminal()) {
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

  private Optional<Child> child(Step step, SubjectType subject, FoundMinor minor, Instant asOf) {
    Map<String, String> own = traits(step, subject, minor.row(), asOf);
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
    if (identifiers.isEmpty() || (subject.tenant().isPresent() && minor.tenant().isEmpty())) {
      return Optional.empty();
    }
    Map<String, Map<String, String>> others = new HashMap<>();
    int width = step.root().catalogTable().primaryKey().size();
    for (RowValues row : target.find(step, subject, minor.tenant(), identifiers)) {
      RowValues key = new RowValues(row.values().subList(0, width));
      if (!key.equals(minor.key())) {
        others.put(key.encode(), traits(step, subject, row, asOf));
      }
    }
    Filing filing =
        new Filing(
            subject.name(), minor.tenant(), Ground.MINOR, Requester.SELF, Optional.empty(), asOf);
    return Optional.of(
        new Child(
            new NewRequest(filing, identifiers, true),
            new Reviewed(target.now(), Map.of(minor.key().encode(), own), others)));
  }

  private Map<String, String> traits(Step step, SubjectType subject, RowValues row, Instant asOf) {
    return target.traits(step, subject, new PersonKeys(List.of(row), asOf));
  }
}
