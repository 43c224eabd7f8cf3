package org.quietus.backup.person;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.catalog.RowValues;
import org.quietus.subject.Age;
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
   * @param nobodys whether it does not tell whose customer it is although there are tenants
   */
  record Copy(
      List<String> key,
      RowValues primaryKey,
      PersonTraits traits,
      Created created,
      boolean nobodys) {

    /** When it was created beside an erasure; one that is nobody's is never certain. */
    Age beside(Instant erasedAt) {
      Age age = created.beside(erasedAt);
      return nobodys && age != Age.AFTER ? Age.DOUBTFUL : age;
    }
  }
}
