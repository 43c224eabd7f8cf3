package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.Whose;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Member;
import org.quietus.plan.Owner;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/**
 * Whose rows one chunk changes, where a strategy depends on it: read anew for each chunk and
 * forgotten with it.
 */
final class ChunkPersons {
  private static final int ROWS_PER_QUERY = 200;

  private final RowReader reader;
  private final Map<String, Map<RowValues, Whose>> persons = new HashMap<>();

  ChunkPersons(RowReader reader) {
    this.reader = reader;
  }

  /** By primary key whose a member's rows are; rows that lead to nobody are not in it. */
  Map<RowValues, Whose> of(Member member, List<RowValues> keys) {
    Map<RowValues, Whose> whose = new HashMap<>();
    if (member.owner().isPresent()) {
      for (int from = 0; from < keys.size(); from += ROWS_PER_QUERY) {
        read(
            member,
            member.owner().get(),
            keys.subList(from, Math.min(from + ROWS_PER_QUERY, keys.size())),
            whose);
      }
    }
    return whose;
  }

  private void read(Member member, Owner owner, List<RowValues> keys, Map<RowValues, Whose> whose) {
    Table table = member.catalogTable();
    List<String> own = table.primaryKey();
    Set<String> above = new LinkedHashSet<>(owner.persons().primaryKey());
    above.addAll(owner.identifiers().keySet());
    owner.anonymisation().flatMap(how -> how.mark()).ifPresent(above::add);
    List<String> columns = List.copyOf(above);
    for (RowValues row : reader.joined(table, own, keys, owner.path(), owner.persons(), columns)) {
      List<@Nullable Object> values = row.values();
      RowValues key = new RowValues(values.subList(0, own.size()));
      Map<String, @Nullable Object> person = new HashMap<>();
      for (int n = 0; n < columns.size(); n++) {
        person.put(columns.get(n), values.get(own.size() + n));
      }
      whose.put(key, known(owner, person));
    }
  }

  /** The same person is the same instance within the chunk. */
  private Whose known(Owner owner, Map<String, @Nullable Object> person) {
    List<@Nullable Object> key = new ArrayList<>();
    owner.persons().primaryKey().forEach(column -> key.add(person.get(column)));
    return persons
        .computeIfAbsent(owner.persons().name(), table -> new HashMap<>())
        .computeIfAbsent(new RowValues(key), row -> Whose.of(traits(owner, person)));
  }

  private static List<Whose.Trait> traits(Owner owner, Map<String, @Nullable Object> person) {
    boolean marked =
        owner
            .anonymisation()
            .flatMap(how -> how.mark())
            .filter(mark -> person.get(mark) != null)
            .isPresent();
    List<Identifier> known = new ArrayList<>();
    owner
        .identifiers()
        .forEach(
            (column, type) -> {
              Object value = person.get(column);
              if (value != null && !isDone(owner, column, value, marked)) {
                IdentifierType.named(type)
                    .flatMap(named -> Identifier.of(named, value.toString()))
                    .ifPresent(known::add);
              }
            });
    return Owner.traits(known);
  }

  /** Of a marked row a value counts as done unless it tells otherwise. */
  private static boolean isDone(Owner owner, String column, Object value, boolean marked) {
    Optional<Strategy> strategy =
        owner.anonymisation().flatMap(how -> Optional.ofNullable(how.columns().get(column)));
    return strategy
        .map(how -> how.done().map(done -> done.test(value)).orElse(marked))
        .orElse(marked);
  }
}
