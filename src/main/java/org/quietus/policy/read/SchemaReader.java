package org.quietus.policy.read;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.TableName;

/** Reads how tables and columns were called in what was made before certain days. */
final class SchemaReader {
  private SchemaReader() {}

  /** Of a database, by its tables. */
  static ObjectSet.BeforeDays<Map<TableName, ObjectSet.FormerNames>> tables(JobEntry entry) {
    return days(entry, SchemaReader::ofTables);
  }

  /** Of the records of files. */
  static ObjectSet.BeforeDays<ObjectSet.FormerNames> records(JobEntry entry) {
    return days(entry, SchemaReader::names);
  }

  private static <T> ObjectSet.BeforeDays<T> days(JobEntry entry, Function<JobEntry, T> read) {
    TreeMap<LocalDate, T> days = new TreeMap<>();
    entry
        .entries()
        .forEach(
            (day, names) -> {
              try {
                days.put(LocalDate.parse(day), read.apply(names));
              } catch (DateTimeException e) {
                names.problem(
                    "BAD-DAY",
                    names.path() + " does not begin with a day",
                    "write e.g. 2024-03-01");
              }
            });
    return new ObjectSet.BeforeDays<>(days);
  }

  private static Map<TableName, ObjectSet.FormerNames> ofTables(JobEntry entry) {
    Map<TableName, ObjectSet.FormerNames> tables = new LinkedHashMap<>();
    entry
        .entries()
        .forEach(
            (name, each) -> {
              try {
                tables.put(TableName.parse(name), names(each));
              } catch (IllegalArgumentException e) {
                // noted as BAD-NAME
              }
            });
    return tables;
  }

  private static ObjectSet.FormerNames names(JobEntry entry) {
    Map<String, String> columns = new LinkedHashMap<>();
    entry.get("columns").entries().forEach((name, was) -> columns.put(name, Scalars.text(was)));
    Set<String> without = new LinkedHashSet<>();
    entry.get("without").entries().values().forEach(column -> without.add(Scalars.text(column)));
    return new ObjectSet.FormerNames(entry.get("was").text(), columns, without);
  }
}
