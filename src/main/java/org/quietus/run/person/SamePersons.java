package org.quietus.run.person;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.policy.ColumnName;
import org.quietus.policy.Edge;
import org.quietus.policy.JobFile;
import org.quietus.policy.SameAs;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Filing;
import org.quietus.request.Ground;
import org.quietus.request.NewRequest;
import org.quietus.request.RecordedRequests;
import org.quietus.request.RequestHistory;
import org.quietus.request.SamePerson;
import org.quietus.request.State;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/**
 * The requests that follow those of persons who are of other kinds too, in other databases: each
 * names the person by what identifies them there, as long as their rows tell it.
 */
public final class SamePersons {
  private final JobFile job;

  public SamePersons(JobFile job) {
    this.job = job;
  }

  /**
   * What is to be taken in.
   *
   * @param nameless a line for each person whom nothing identifies in another database
   */
  public record Missing(List<NewRequest> requests, List<String> nameless) {}

  /** Whether any kind of person is another one too. */
  public boolean areThere() {
    return job.subjects().values().stream().anyMatch(subject -> subject.sameAs().isPresent());
  }

  /**
   * Those that follow none so far, of requests that a run is about to take up.
   *
   * @param rows what each row of a person holds of their identifiers, by column
   * @param shared whether others have an identifier of a person too, so that it leads to them
   */
  public Missing missing(
      Map<String, Requested> due,
      ErasureRequests requests,
      Function<Requested, List<Map<String, String>>> rows,
      BiPredicate<Requested, Identifier> shared) {
    Map<String, Set<String>> known = new HashMap<>();
    for (ErasureRequest one : requests.following()) {
      SamePerson.first(one.filing())
          .ifPresent(
              first ->
                  known.computeIfAbsent(first, id -> new HashSet<>()).add(one.filing().kind()));
    }
    List<NewRequest> missing = new ArrayList<>();
    List<String> nameless = new ArrayList<>();
    for (Requested requested : due.values()) {
      if (isFollowed(requested)) {
        Filing filing = requested.request().filing();
        SubjectType kind = job.subject(filing.kind()).orElseThrow();
        for (SubjectType other : job.sameAs(filing.kind())) {
          String id = requested.request().id();
          if (!known.getOrDefault(id, Set.of()).contains(other.name())) {
            List<Identifier> identifiers =
                identifiers(
                    kind,
                    other,
                    requested.traits().given(),
                    rows.apply(requested),
                    one -> !shared.test(requested, one));
            if (identifiers.isEmpty()) {
              nameless.add(nameless(id, other));
            } else {
              missing.add(following(id, filing, other, identifiers));
            }
          }
        }
      }
    }
    return new Missing(missing, nameless);
  }

  /**
   * The request that another one waits for, and is withdrawn with: none if a run has begun with it,
   * or the person has asked there too, which earlier versions noted with the one that follows.
   */
  static Optional<String> awaited(ErasureRequest request, ErasureRequests requests) {
    return SamePerson.first(request.filing())
        .filter(first -> !request.isBegun())
        .filter(first -> !RequestHistory.isAskedAgain(requests.events(request.id())));
  }

  /** Those that wait for one that was given up, so that nobody wants them any more. */
  public static List<ErasureRequest> inVain(ErasureRequests requests) {
    return requests.following().stream()
        .filter(one -> one.state() == State.APPROVED)
        .filter(
            one ->
                awaited(one, requests)
                    .flatMap(requests::find)
                    .filter(ErasureRequest::isGivenUp)
                    .isPresent())
        .toList();
  }

  /** Whose rows nobody can tell yet is nobody else's either; a purpose is of one kind. */
  private static boolean isFollowed(Requested requested) {
    Filing filing = requested.request().filing();
    boolean forgotten =
        requested.traits().given().isEmpty() && requested.traits().columns().isEmpty();
    return !requested.person().isAmbiguous()
        && filing.purpose().isEmpty()
        && filing.ground() != Ground.SERVICE_ENDED // of which everybody is found by themselves
        && SamePerson.first(filing).isEmpty()
        && !(forgotten && requested.request().isCarriedOut());
  }

  private static NewRequest following(
      String id, Filing filing, SubjectType other, List<Identifier> identifiers) {
    return new NewRequest(
        new Filing(
            other.name(),
            filing.tenant(),
            filing.ground(),
            filing.requester(),
            Optional.of(SamePerson.evidence(id)),
            filing.receivedAt()),
        identifiers,
        true);
  }

  private static String nameless(String request, SubjectType other) {
    return "request "
        + request
        + ": its person is not looked for in "
        + other.records()
        + ", since neither the request nor the person's row tells an address or a number that"
        + " nobody else has, or a reference, by which that can be done; if they are there: quietus"
        + " request add --subject "
        + other.name();
  }

  /**
   * The requests about a person as one of another kind, which led to some of theirs or followed
   * them: that stays known when nothing else is.
   */
  public static List<ErasureRequest> tied(
      RecordedRequests all, Set<String> requests, SubjectType other) {
    Set<String> first = new HashSet<>(requests);
    all.of(requests).forEach(one -> SamePerson.first(one.filing()).ifPresent(first::add));
    return Stream.concat(
            all.of(first).stream(),
            all.following().stream()
                .filter(one -> SamePerson.first(one.filing()).filter(first::contains).isPresent()))
        .filter(one -> one.subject().equals(other.name()))
        .toList();
  }

  /**
   * By what a person of one kind is known as one of another: the addresses and numbers that were
   * given, else those of their rows, and where the reference leads from each of these.
   *
   * @param rows what each of them holds, by column
   * @param leading which addresses and numbers may lead there
   */
  public List<Identifier> identifiers(
      SubjectType kind,
      SubjectType other,
      List<Identifier> given,
      List<Map<String, String>> rows,
      Predicate<Identifier> leading) {
    List<Identifier> found =
        new ArrayList<>(
            given.stream().filter(one -> isStrong(one.type(), other)).filter(leading).toList());
    if (found.isEmpty()) {
      for (Map<String, String> row : rows) {
        row.forEach(
            (column, value) ->
                IdentifierType.named(kind.identifiers().getOrDefault(column, ""))
                    .filter(type -> isStrong(type, other))
                    .map(type -> new Identifier(type, value))
                    .filter(leading)
                    .ifPresent(found::add));
      }
    }
    reference(kind, other)
        .ifPresent(
            column ->
                rows.stream()
                    .flatMap(row -> Optional.ofNullable(row.get(column)).stream())
                    .forEach(value -> found.add(new Identifier(IdentifierType.ID, value))));
    return found.stream().distinct().toList();
  }

  /** Names are shared by many, and ids mean something in their own database alone. */
  private static boolean isStrong(IdentifierType type, SubjectType other) {
    return (type == IdentifierType.EMAIL || type == IdentifierType.PHONE)
        && other.identifiers().values().stream().anyMatch(type::isNamed);
  }

  /** The column of a kind whose value leads to the other. */
  private static Optional<String> reference(SubjectType kind, SubjectType other) {
    Optional<Edge> by =
        kind.sameAs()
            .filter(same -> same.subject().equals(other.name()))
            .or(() -> other.sameAs().filter(same -> same.subject().equals(kind.name())))
            .flatMap(SameAs::by);
    return by.flatMap(
        edge ->
            List.of(edge.from(), edge.to()).stream()
                .filter(end -> end.table().equals(kind.records()))
                .map(ColumnName::column)
                .findFirst());
  }
}
