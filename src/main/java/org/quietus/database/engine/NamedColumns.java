package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.policy.TableName;
import org.quietus.target.NamedObject;

/**
 * Reads, before rows are changed, which objects they name that they will name no more.
 *
 * @param columns by table, the columns that name objects, and the set that these are in
 */
record NamedColumns(
    Map<TableName, Map<String, String>> columns, RowReader reader, Predicates predicates) {
  /** What is longer, e.g. an image itself, names nothing: a path has 4,096 bytes, each as %2F. */
  private static final int LONGEST_NAME = 16_000;

  /** By primary key, the objects of locked rows; none of rows that keep their names. */
  Map<RowValues, List<NamedObject>> of(Member member, List<RowValues> keys) {
    List<String> named = new ArrayList<>(columns.getOrDefault(member.table(), Map.of()).keySet());
    if (member.action() instanceof Action.Anonymise anonymise) {
      named.retainAll(anonymise.how().columns().keySet());
    } else if (!(member.action() instanceof Action.Delete)) {
      named.clear();
    }
    Map<RowValues, List<NamedObject>> objects = new HashMap<>();
    if (!named.isEmpty() && !keys.isEmpty()) {
      Table table = member.catalogTable();
      List<String> read = new ArrayList<>(table.primaryKey());
      read.addAll(named);
      for (RowValues row : reader.rows(table, read, "", predicates.keys(table, keys), "")) {
        objects.put(key(table, row), objects(member.table(), named, row));
      }
    }
    return objects;
  }

  private static RowValues key(Table table, RowValues row) {
    return new RowValues(row.values().subList(0, table.primaryKey().size()));
  }

  private List<NamedObject> objects(TableName table, List<String> named, RowValues row) {
    List<NamedObject> objects = new ArrayList<>();
    int first = row.values().size() - named.size();
    for (int n = 0; n < named.size(); n++) {
      @Nullable Object value = row.values().get(first + n);
      @Nullable String set = columns.getOrDefault(table, Map.of()).get(named.get(n));
      if (value != null && set != null && isName(value.toString())) {
        objects.add(new NamedObject(set, value.toString()));
      }
    }
    return objects;
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= LONGEST_NAME;
  }
}
