package org.quietus.backup.person;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.quietus.backup.Relation;
import org.quietus.backup.RowReviews;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.catalog.RowValues;
import org.quietus.subject.Age;
import org.quietus.subject.Identifier;
import org.quietus.subject.TokenCandidates;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;

/** The rows that may be the person's whom a request was about. */
record Suspect(
    PersonGraph graph,
    String request,
    Instant erasedAt,
    TokenCandidates<List<String>> candidates,
    List<Copy> copies) {

  Sought sought(List<RowValues> rows, PersonTraits traits) {
    return new Sought(
        request, graph.step(), graph.subject(), new PersonKeys(rows, erasedAt), traits);
  }

  /** As whom others of the person's rows are sought: by nothing but the rows that are known. */
  Sought sought() {
    return sought(List.of(), PersonTraits.NONE);
  }

  /** Whether something is true of a row, by its own traits. */
  boolean is(List<String> row, Predicate<Sought> test) {
    return copies.stream()
        .filter(copy -> copy.key().equals(row))
        .map(copy -> sought(List.of(copy.primaryKey()), copy.traits()))
        .anyMatch(test);
  }

  /** Whether somebody said of a row with a key that it is the person's, or that it is not. */
  boolean isSaid(RowReviews reviews, List<String> key, boolean theirs) {
    return reviews.any(request)
        && copies.stream()
            .filter(copy -> copy.key().equals(key))
            .anyMatch(copy -> isSaid(reviews, copy, theirs));
  }

  /** Whether somebody said so of every row with a key. */
  boolean isSaidOfEach(RowReviews reviews, List<String> key, boolean theirs) {
    return reviews.any(request)
        && copies.stream()
            .filter(copy -> copy.key().equals(key))
            .allMatch(copy -> isSaid(reviews, copy, theirs));
  }

  private boolean isSaid(RowReviews reviews, Copy copy, boolean theirs) {
    return reviews
        .said(request, graph.step().root().catalogTable().name(), copy.own(graph)::identity)
        .filter(is -> is == theirs)
        .isPresent();
  }

  Relation relation() {
    return Relation.root(graph.step());
  }

  /** By which it is known that their own row was found. */
  Relation found() {
    return Relation.found(graph.step());
  }

  /**
   * What is known of a row that may be somebody's.
   *
   * @param tenant whose customer it is, as it tells
   * @param nobodys whether it does not tell whose customer it is although there are tenants
   */
  record Copy(
      List<String> key,
      RowValues primaryKey,
      PersonTraits traits,
      Created created,
      Optional<String> tenant,
      boolean nobodys) {

    /** The same as what people say something of. */
    OwnRow own(PersonGraph graph) {
      Map<String, Identifier> identifiers = new HashMap<>();
      traits
          .columns()
          .forEach(
              (column, value) ->
                  graph
                      .identifier(column, value)
                      .ifPresent(identifier -> identifiers.put(column, identifier)));
      return new OwnRow(Optional.of(key), tenant, created, identifiers);
    }

    /** When it was created beside an erasure; one that is nobody's is never certain. */
    Age beside(Instant erasedAt) {
      Age age = created.beside(erasedAt);
      return nobodys && age != Age.AFTER ? Age.DOUBTFUL : age;
    }
  }
}
