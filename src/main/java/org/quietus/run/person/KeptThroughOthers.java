package org.quietus.run.person;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.control.Control;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RecordedRequests;
import org.quietus.request.State;
import org.quietus.request.SuppressionEntries;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;

/**
 * The requests by which rows are kept of somebody who has asked again and of whom nobody is found
 * any more: by all that they gave they are the person of the earlier ones.
 */
public final class KeptThroughOthers {
  private final Control control;
  private final String job;
  private final SuppressionEntries entries;
  private final TokenKeys keys;

  public KeptThroughOthers(JobFile job, Control control) {
    this.control = control;
    this.job = job.job();
    this.entries = control.suppression(job.job());
    this.keys = new TokenKeys(job.evidence().keys());
  }

  /** The earlier requests of which rows are kept, that of the longest kept first. */
  public List<ErasureRequest> of(Requested requested) {
    if (requested.person().isAmbiguous() || !requested.person().rows().isEmpty()) {
      return List.of();
    }
    ErasureRequest own = requested.request();
    return known(requested).stream()
        .filter(id -> !id.equals(own.id()))
        .flatMap(id -> new RecordedRequests(control.jdbc(), job).find(id).stream())
        .filter(other -> other.subject().equals(own.subject()) && isSameTenant(other, own))
        .filter(other -> other.resolvedAt().isPresent() && other.state() != State.SETTLING)
        .filter(other -> other.keptUntil().isPresent() && isFound(other.id()))
        .sorted(Comparator.comparing(KeptThroughOthers::until).reversed())
        .toList();
  }

  private static LocalDate until(ErasureRequest request) {
    return request.keptUntil().orElseThrow();
  }

  private boolean isFound(String request) {
    return entries.of(request).stream().anyMatch(entry -> entry.kind().equals(TokenKind.ROW_KEY));
  }

  private static boolean isSameTenant(ErasureRequest one, ErasureRequest other) {
    return one.tenant().equals(other.tenant());
  }

  /** The requests whose persons are known by all that somebody gave. */
  private Set<String> known(Requested requested) {
    List<Set<String>> each = new ArrayList<>();
    for (List<Token> tokens : tokens(requested)) {
      each.add(
          entries.all().with(tokens).stream()
              .map(SuppressionEntry::request)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    Set<String> all = each.isEmpty() ? Set.of() : each.get(0);
    each.forEach(all::retainAll);
    return all;
  }

  /** Of each identifier the tokens that there may be, those of the request once it is forgotten. */
  private List<List<Token>> tokens(Requested requested) {
    ErasureRequest request = requested.request();
    List<Identifier> given = requested.traits().given();
    if (given.isEmpty()) {
      return ofForgotten(request);
    }
    List<TokenMaker> makers = entries.epochs().stream().flatMap(this::maker).toList();
    List<List<Token>> each = new ArrayList<>();
    for (List<Identifier> spellings : alike(given)) {
      each.add(
          spellings.stream()
              .flatMap(one -> makers.stream().map(maker -> token(maker, request, one)))
              .toList());
    }
    return each;
  }

  /** The spellings of each; the rows of an earlier request may have held one of them alone. */
  private static List<List<Identifier>> alike(List<Identifier> given) {
    List<List<Identifier>> alike = new ArrayList<>();
    for (Identifier one : given) {
      Optional<List<Identifier>> same =
          alike.stream().filter(of -> of.get(0).isSameAs(one)).findFirst();
      same.ifPresent(of -> of.add(one));
      if (same.isEmpty()) {
        alike.add(new ArrayList<>(List.of(one)));
      }
    }
    return alike;
  }

  private static Token token(TokenMaker maker, ErasureRequest request, Identifier one) {
    return maker.of(request.tenant(), request.subject(), TokenKind.of(one.type()), one.value());
  }

  /** Nothing tells any more which of its ids are spellings of one. */
  private List<List<Token>> ofForgotten(ErasureRequest request) {
    List<List<Token>> each = new ArrayList<>();
    List<Token> ids = new ArrayList<>();
    for (SuppressionEntry entry : entries.of(request.id())) {
      if (entry.kind().name().equals(TokenKind.of(IdentifierType.ID).name())) {
        ids.add(entry.token());
      } else if (!entry.kind().equals(TokenKind.ROW_KEY)) {
        each.add(List.of(entry.token()));
      }
    }
    if (!ids.isEmpty()) {
      each.add(ids);
    }
    return each;
  }

  private Stream<TokenMaker> maker(int epoch) {
    try {
      return Stream.of(keys.maker(epoch));
    } catch (IOException e) {
      return Stream.empty(); // who was erased under that key is not known again
    }
  }

  /** Whether one of the earlier requests stays open until its rows are gone. */
  public static boolean isDeferred(List<ErasureRequest> earlier) {
    return earlier.stream().anyMatch(one -> one.state() != State.COMPLETED);
  }

  /**
   * When a request is looked at again of whose person nothing but that is kept: once the first of
   * the earlier ones was, or after a year where nobody knows when that will be.
   */
  public static Optional<LocalDate> lookAgain(List<ErasureRequest> earlier, Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return earlier.stream()
        .map(KeptThroughOthers::until)
        .map(
            until ->
                until.equals(ErasureRequest.UNDATED)
                    ? today.plusYears(1)
                    : (until.isBefore(today) ? today : until).plusDays(1))
        .min(Comparator.naturalOrder());
  }
}
