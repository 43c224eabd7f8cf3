package org.quietus.format.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Drifted;
import org.quietus.format.UnsupportedDump;

/**
 * The names of the fields of each row.
 *
 * @param names in the order of the file
 * @param different each once
 */
record Header(List<String> names, Set<String> different) {
  Header(List<String> names) {
    this(List.copyOf(names), Set.copyOf(names));
  }

  /** Whether one of them is called so; an empty name is a value as well. */
  boolean has(@Nullable String name) {
    return name != null && !name.isEmpty() && different.contains(name);
  }

  /** Whether it has nearly all names of another one: columns come to be called otherwise. */
  boolean isLike(Header other) {
    long same = other.names.stream().filter(this::has).count();
    return 3 * same > 2L * other.names.stream().filter(name -> !name.isEmpty()).count();
  }

  /**
   * Where the columns are that are looked for. Of the header no message quotes a name but these,
   * for a file without a header begins with somebody's data.
   *
   * @throws Drifted if one of them is not there
   * @throws UnsupportedDump if a name is there twice
   */
  int[] places(List<String> lookedFor) throws Drifted, UnsupportedDump {
    requireDifferent();
    Set<String> lacking = new TreeSet<>(lookedFor);
    names.forEach(lacking::remove);
    if (!lacking.isEmpty()) {
      throw new Drifted("the header has no column '" + String.join("', '", lacking) + "'", 0);
    }
    return lookedFor.stream().mapToInt(names::indexOf).toArray();
  }

  /** A column without a name is one that nobody can look for, so that there may be several. */
  private void requireDifferent() throws UnsupportedDump {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (int n = 0; n < names.size(); n++) {
      if (!names.get(n).isEmpty() && !seen.add(names.get(n))) {
        twice.add(String.valueOf(n + 1));
      }
    }
    if (!twice.isEmpty()) {
      String first = String.join(", ", twice.subList(0, Math.min(5, twice.size())));
      throw new UnsupportedDump("the header has duplicate names, at field " + first, 0);
    }
  }
}
