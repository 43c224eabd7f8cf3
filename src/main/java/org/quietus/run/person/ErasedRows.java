package org.quietus.run.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.RowValues;
import org.quietus.control.Control;
import org.quietus.hold.HeldGraph;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RecordedRequests;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealedPersons;
import org.quietus.request.SealingKey;
import org.quietus.request.SuppressionRange;
import org.quietus.subject.Identifier;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;
import org.quietus.target.FrozenRow;

/**
 * The rows that requests still know of persons who were erased: nothing in them identifies anybody
 * any more, and a law may keep others that hang on them. Told by the tokens of what identified
 * them.
 */
public final class ErasedRows {
  private static final int TOGETHER = 500;

  private final JobFile job;
  private final Control home;
  private final SealingKey key;

  /** {@code key} is the one that persons are sealed with. */
  public ErasedRows(JobFile job, Control home, SealingKey key) {
    this.job = job;
    this.home = home;
    this.key = key;
  }

  /** Those of persons who were known by any of the identifiers, by the primary key of today. */
  public List<RowValues> find(HeldGraph graph, List<Identifier> identifiers) {
    SealedPersons persons = new SealedPersons(home.jdbc(), job.job(), key);
    List<RowValues> rows = new ArrayList<>();
    for (ErasureRequest request :
        new RecordedRequests(home.jdbc(), job.job()).of(requestsOf(graph, identifiers))) {
      try {
        persons.of(request.id()).ifPresent(person -> rows.addAll(of(person, graph)));
      } catch (SealingKey.SealedOtherwise e) {
        // nobody can tell, and no run can act on it either
      }
    }
    return rows;
  }

  /** Persons of other kinds may have the same rows, and be the same persons. */
  private Set<String> requestsOf(HeldGraph graph, List<Identifier> identifiers) {
    Set<String> requests = new HashSet<>(requests(graph.subject(), identifiers));
    Optional<TableName> records = job.subject(graph.subject()).map(SubjectType::records);
    job.subjects().values().stream()
        .filter(kind -> records.filter(kind.records()::equals).isPresent())
        .filter(kind -> !kind.name().equals(graph.subject()))
        .forEach(kind -> requests.addAll(requests(kind.name(), identifiers)));
    return requests;
  }

  /** The rows that a request knows of its person, by the key that a hold goes by. */
  public static List<RowValues> of(SealedPerson person, HeldGraph graph) {
    return person.rows().orElse(List.of()).stream()
        .map(FrozenRow::decode)
        .filter(row -> row.table().equals(graph.table()))
        .flatMap(row -> row.values(graph.key()).stream())
        .toList();
  }

  /** The requests of erased persons of a kind who were known by any of the identifiers. */
  public Set<String> requests(String subject, List<Identifier> identifiers) {
    SuppressionRange entries = home.suppression(job.job()).all();
    List<Optional<String>> tenants = new ArrayList<>(List.of(Optional.empty()));
    entries.tenants().getOrDefault(subject, Set.of()).forEach(one -> tenants.add(Optional.of(one)));
    Set<Token> tokens = new LinkedHashSet<>();
    for (TokenMaker maker : makers(entries)) {
      for (Identifier one : identifiers.stream().flatMap(of -> of.spellings().stream()).toList()) {
        TokenKind kind = TokenKind.of(one.type());
        tenants.forEach(tenant -> tokens.add(maker.of(tenant, subject, kind, one.value())));
      }
    }
    Set<String> requests = new HashSet<>();
    List<Token> all = List.copyOf(tokens);
    for (int from = 0; from < all.size(); from += TOGETHER) {
      entries.with(all.subList(from, Math.min(all.size(), from + TOGETHER))).stream()
          .filter(entry -> entry.subject().equals(subject))
          .map(SuppressionEntry::request)
          .forEach(requests::add);
    }
    return requests;
  }

  private List<TokenMaker> makers(SuppressionRange entries) {
    TokenKeys keys = new TokenKeys(job.evidence().keys());
    List<TokenMaker> makers = new ArrayList<>();
    for (int epoch : entries.counts().keySet()) {
      try {
        makers.add(keys.maker(epoch));
      } catch (IOException e) {
        // whom its tokens are of nobody can tell
      }
    }
    return makers;
  }
}
