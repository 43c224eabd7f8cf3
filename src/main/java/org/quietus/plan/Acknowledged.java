package org.quietus.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.catalog.Catalog;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobText;
import org.quietus.policy.Nearest;
import org.quietus.policy.Problem;

/** What a job file leaves out on purpose ({@code ignored}), looked up in a catalog. */
public final class Acknowledged {
  private static final String ANY = "*";

  private final Map<String, String> tables = new HashMap<>();
  private final Map<String, Map<String, String>> columns = new HashMap<>();
  private final Map<String, Set<String>> matches = new LinkedHashMap<>();

  private final Set<String> known = new HashSet<>();

  private Acknowledged() {}

  /** Looks up the entries that are about the catalog's database. */
  public static Acknowledged of(JobFile job, Catalog catalog) {
    Acknowledged all = new Acknowledged();
    String prefix = catalog.database() + ".";
    catalog
        .tables()
        .values()
        .forEach(
            table -> {
              all.known.add(prefix + table.name());
              table
                  .columns()
                  .keySet()
                  .forEach(column -> all.known.add(prefix + table.name() + "." + column));
            });
    job.ignored()
        .forEach(
            (name, reason) -> {
              if (name.startsWith(prefix)) {
                all.matches.put(name, new HashSet<>());
                all.add(name, name.substring(prefix.length()), reason, catalog);
              }
            });
    return all;
  }

  private void add(String entry, String name, String reason, Catalog catalog) {
    int dot = name.lastIndexOf('.');
    if (catalog.table(name).isPresent()) {
      table(entry, name, reason);
    } else if (dot > 0
        && catalog
            .table(name.substring(0, dot))
            .flatMap(table -> table.column(name.substring(dot + 1)))
            .isPresent()) {
      columns
          .computeIfAbsent(name.substring(0, dot), table -> new HashMap<>())
          .put(name.substring(dot + 1), reason);
      matched(entry, name.substring(0, dot));
    } else if (name.contains(ANY)) {
      Pattern pattern = pattern(name);
      catalog.tables().keySet().stream()
          .filter(table -> pattern.matcher(table).matches())
          .forEach(table -> table(entry, table, reason));
    }
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(
        String.join(
            ".*",
            List.of(name.split("\\*", -1)).stream()
                .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
                .toList()),
        Pattern.DOTALL);
  }

  private void table(String entry, String table, String reason) {
    tables.put(table, reason);
    matched(entry, table);
  }

  private void matched(String entry, String table) {
    matches.getOrDefault(entry, Set.of()).add(table);
  }

  /** Why the whole table is left out, if it is. */
  public Optional<String> reason(String table) {
    return Optional.ofNullable(tables.get(table));
  }

  /** Why the column is left out, alone or with its table, if it is. */
  public Optional<String> reason(String table, String column) {
    return reason(table)
        .or(() -> Optional.ofNullable(columns.getOrDefault(table, Map.of()).get(column)));
  }

  /** A warning of each entry that names nothing that is there. */
  public List<Problem> warnings(JobText text) {
    return matches.entrySet().stream()
        .filter(entry -> entry.getValue().isEmpty())
        .map(entry -> unmatched(entry.getKey(), text))
        .toList();
  }

  private Problem unmatched(String entry, JobText text) {
    return text.problem(
        "IGNORED-NOTHING",
        "/ignored/" + entry.replace("~", "~0").replace("/", "~1"),
        "'ignored' names '" + entry + "', and there is no such table or column",
        Nearest.to(entry, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("remove it, or name a table or 'table.column' that is there"));
  }
}
