package org.quietus.backup.person;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.quietus.backup.dump.DumpValues;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.subject.Age;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.Sought;

/**
 * Recognises one person's own row in a dump. Keys are used again and addresses pass on, so one
 * agreeing trait is not enough: two different ones have to agree, and not names alone.
 */
final class PersonRow {
  /** Whose a row is. */
  enum Verdict {
    THEIRS,
    /** One trait agrees, or it does not tell whose customer it is or its age; a person looks. */
    UNSURE,
    ANOTHERS
  }

  private final Sought person;
  private final Table table;
  private final List<List<String>> keys;
  private final Set<Identifier> given;

  PersonRow(Sought person) {
    this.person = person;
    this.table = person.step().root().catalogTable();
    this.keys = person.keys().rows().stream().map(this::primaryKey).toList();
    this.given = Set.copyOf(person.traits().given());
  }

  private List<String> primaryKey(RowValues row) {
    return texts(row, table.primaryKey(), table.primaryKey().size());
  }

  private List<String> texts(RowValues row, List<String> columns, int count) {
    List<String> texts = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      Object value = row.values().get(n);
      texts.add(
          value == null
              ? ""
              : DumpValues.canonical(value, table.column(columns.get(n)).orElseThrow()));
    }
    return texts;
  }

  /** The keys that the person's rows had in the database; none if nobody was found there. */
  List<List<String>> keys() {
    return keys;
  }

  /**
   * The values that some columns of one of the person's rows had in the database; empty if one was
   * null or is not known any more.
   */
  Optional<List<String>> known(int n, List<String> columns) {
    List<String> order = person.step().rootColumns();
    return Optional.of(person.keys().rows().get(n))
        .filter(row -> row.values().size() == order.size())
        .filter(row -> columns.stream().allMatch(c -> row.values().get(order.indexOf(c)) != null))
        .map(
            row -> {
              List<String> all = texts(row, order, order.size());
              return columns.stream().map(column -> all.get(order.indexOf(column))).toList();
            });
  }

  /** Whether a row has one of the person's keys, whoever it belongs to. */
  boolean hasKey(OwnRow row) {
    return row.key().filter(keys::contains).isPresent();
  }

  /**
   * Judges a row of the subject's table; {@code done} tells whether it is anonymised, so that
   * nothing but its key can agree any more.
   */
  Verdict judge(OwnRow row, boolean done) {
    Age age = row.created().beside(person.keys().erasedAt());
    if (age == Age.AFTER) {
      return Verdict.ANOTHERS;
    }
    Optional<String> tenant = person.traits().tenant();
    if (tenant.isPresent() && row.tenant().isPresent() && !tenant.equals(row.tenant())) {
      return Verdict.ANOTHERS;
    }
    boolean nobodys = tenant.isPresent() && row.tenant().isEmpty();
    boolean sameKey = hasKey(row);
    if (sameKey && done) {
      return Verdict.THEIRS;
    }
    Set<Identifier> agreeing = new HashSet<>();
    boolean namedInRequest = false;
    for (Map.Entry<String, Identifier> found : row.identifiers().entrySet()) {
      if (agrees(found.getKey(), found.getValue())) {
        if ((!sameKey || !isKey(found.getKey()))
            && agreeing.stream().noneMatch(found.getValue()::isSameAs)) {
          agreeing.add(found.getValue()); // in two spellings one UUID says no more
        }
        namedInRequest |= given.contains(found.getValue());
      }
    }
    int count = agreeing.size() + (sameKey ? 1 : 0);
    boolean strong = sameKey || agreeing.stream().anyMatch(i -> i.type() != IdentifierType.TEXT);
    boolean before = age == Age.BEFORE || (age == Age.UNKNOWN && sameKey);
    if (count >= 2 && strong && before && !nobodys) {
      return Verdict.THEIRS;
    }
    return strong || namedInRequest ? Verdict.UNSURE : Verdict.ANOTHERS;
  }

  /** Whether an identifier says no more than the key. */
  private boolean isKey(String column) {
    return person.subject().identifyingKey(table.primaryKey()).filter(column::equals).isPresent();
  }

  /** What a row tells of the person, for somebody to look at. */
  DoubtedKeys.Telling telling(OwnRow row) {
    Set<String> agreeing = new TreeSet<>();
    Set<String> differing = new TreeSet<>();
    row.identifiers()
        .forEach(
            (column, found) -> {
              if (agrees(column, found)) {
                agreeing.add(column);
              } else if (isKnown(column, found.type())) {
                differing.add(column);
              }
            });
    if (row.key().isPresent() && !keys.isEmpty()) {
      (hasKey(row) ? agreeing : differing).addAll(table.primaryKey());
    }
    return new DoubtedKeys.Telling(agreeing, differing);
  }

  private boolean isKnown(String column, IdentifierType type) {
    return person.traits().columns().containsKey(column)
        || given.stream().anyMatch(one -> one.type() == type);
  }

  private boolean agrees(String column, Identifier found) {
    return given.contains(found) || found.value().equals(person.traits().columns().get(column));
  }
}
