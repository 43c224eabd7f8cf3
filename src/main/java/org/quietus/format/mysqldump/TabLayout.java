package org.quietus.format.mysqldump;

import java.util.List;
import java.util.Optional;

/**
 * How rows stand in a file of which another one says it.
 *
 * @param columns of each value
 * @param chosen which rows they are, if they are not all
 */
record TabLayout(List<String> columns, TabText text, Optional<String> chosen) {
  TabLayout {
    columns = List.copyOf(columns);
  }
}
