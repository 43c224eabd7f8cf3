package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.KeyOwners;
import org.quietus.backup.KeyToken;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.backup.RowReviews;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.catalog.Table;
import org.quietus.format.Row;

/** The rows of one backup of which a person has to say whose they are. */
final class DoubtedKeys {
  /** Of more rows nobody is told what agrees. */
  private static final int MOST_TOLD = 1000;

  private final KeyTokens tokens;
  private final KeyOwners unsure;
  private final RowReviews reviews;
  private final Map<String, Telling> told = new HashMap<>();

  /**
   * What a row tells of a person.
   *
   * @param agreeing names of columns
   * @param differing of those of which both are known
   */
  record Telling(Set<String> agreeing, Set<String> differing) {
    static final Telling NOTHING = new Telling(Set.of(), Set.of());
  }

  /** Takes at most that many keys. */
  DoubtedKeys(KeyTokens tokens, int most, RowReviews reviews) {
    this.tokens = tokens;
    this.unsure = new KeyOwners(most);
    this.reviews = reviews;
  }

  /** What people have said of such rows. */
  RowReviews reviews() {
    return reviews;
  }

  /** Notes what a row tells of a person, for whoever looks. */
  void tell(String request, Table table, List<String> identity, Telling telling) {
    if (told.size() < MOST_TOLD) {
      told.putIfAbsent(reviews.token(request, table.name(), identity), telling);
    }
  }

  /** What a row with that token tells of the person. */
  Telling told(String token) {
    return told.getOrDefault(token, Telling.NOTHING);
  }

  /** Notes that a row of the root table may be a person's. */
  void add(PersonGraph graph, int person, BoundTable bound, Row row) throws IOException {
    Optional<List<String>> key = bound.key(row, bound.table().primaryKey());
    if (key.isPresent()) {
      add(Relation.root(graph.step()), key.get(), person);
    }
  }

  /** Whether a person has to say of some row of a root table whose it is. */
  boolean any() {
    return unsure.size() > 0;
  }

  /** A row may be several persons', each of whom is told of it. */
  void add(Relation root, List<String> key, int person) {
    int nth = 0;
    for (int other = nth(root, key, nth); other >= 0; other = nth(root, key, ++nth)) {
      if (other == person) {
        return;
      }
    }
    unsure.add(token(root, key, nth), person);
  }

  /** Whose a row of the root table may be, in no order. */
  List<Integer> of(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    return graph.isRoot(bound.table()) && unsure.size() > 0
        ? bound
            .key(row, bound.table().primaryKey())
            .map(key -> of(Relation.root(graph.step()), key))
            .orElse(List.of())
        : List.of();
  }

  /** Whose a row with that key may be. */
  List<Integer> of(Relation relation, List<String> key) {
    List<Integer> persons = new ArrayList<>();
    for (int person = nth(relation, key, 0);
        person >= 0;
        person = nth(relation, key, persons.size())) {
      persons.add(person);
    }
    return persons;
  }

  private int nth(Relation root, List<String> key, int nth) {
    return unsure.owner(token(root, key, nth));
  }

  /** The token of the row's nth doubt. */
  private KeyToken token(Relation root, List<String> key, int nth) {
    if (nth == 0) {
      return tokens.of(root, key);
    }
    List<String> values = new ArrayList<>(key);
    values.add(String.valueOf(nth));
    return tokens.of(root, values);
  }
}
