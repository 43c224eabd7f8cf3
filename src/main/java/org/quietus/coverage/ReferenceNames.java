package org.quietus.coverage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;

/** Columns that are named like a reference to one of some tables, e.g. {@code customer_id}. */
final class ReferenceNames {
  private static final Set<String> ENDINGS =
      Set.of("id", "ref", "no", "nr", "key", "uid", "uuid", "guid", "number", "num", "fk", "code");

  private final Map<String, String> tables = new TreeMap<>();

  ReferenceNames(Collection<String> tables) {
    tables.forEach(table -> this.tables.put(NameWords.of(table).singular().joined(), table));
    tables.forEach(this::withoutPrefix);
  }

  /** Tables of one application often begin alike: {@code wp_users}. */
  private void withoutPrefix(String table) {
    List<String> words = NameWords.of(table).words();
    if (words.size() > 1) {
      tables.putIfAbsent(new NameWords(words.subList(1, words.size())).singular().joined(), table);
    }
  }

  /** The table that a column without a foreign key is named after, if it is another. */
  Optional<String> of(Table table, Column column) {
    List<String> words = new ArrayList<>(NameWords.of(column.name()).words());
    if (words.size() < 2
        || !ENDINGS.contains(words.remove(words.size() - 1))
        || table.foreignKeys().stream().anyMatch(key -> key.columns().contains(column.name()))) {
      return Optional.empty();
    }
    return Optional.ofNullable(tables.get(new NameWords(words).singular().joined()))
        .filter(other -> !other.equals(table.name()));
  }
}
