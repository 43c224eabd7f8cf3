package org.quietus.plan.make;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quietus.anonymise.SetNull;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.Template;
import org.quietus.catalog.Table;
import org.quietus.policy.Problem;

/**
 * Refuses what would make rows equal to a unique index: over columns, over their beginnings, or
 * over what the database computes of them.
 */
final class UniqueColumns {
  /** Of 16 hexadecimal digits no two are ever equal. */
  private static final int UNLIKELY = 16;

  /** A column, or what differs as the column does and is NULL where the column is. */
  private static final String ALIKE =
      "(?i)\\(*(?:(?:lower|upper|lcase|ucase)\\()?[`\"]?%s[`\"]?\\)*";

  private final Table table;
  private final Map<String, Strategy> columns;
  private final String pointer;
  private final CheckProbes probes;
  private final Findings findings;

  UniqueColumns(
      Table table,
      Map<String, Strategy> columns,
      String pointer,
      CheckProbes probes,
      Findings findings) {
    this.table = table;
    this.columns = columns;
    this.pointer = pointer;
    this.probes = probes;
    this.findings = findings;
  }

  void check() {
    table.uniques().forEach(this::check);
  }

  /** What becomes of a part: as different as before, different again, or maybe alike. */
  private enum Fate {
    UNTOUCHED,
    DISTINCT,
    AT_RISK,
    ALIKE
  }

  private void check(Table.Unique index) {
    List<Fate> fates = index.parts().stream().map(part -> fate(part, index)).toList();
    if (fates.contains(Fate.DISTINCT) || fates.stream().allMatch(fate -> fate == Fate.UNTOUCHED)) {
      return;
    }
    Problem problem = problem(index);
    if (fates.stream().allMatch(fate -> fate == Fate.ALIKE)) {
      findings.refuse(problem.id(), pointer(index), problem.what(), problem.mend());
    } else {
      findings.warn(
          "UNIQUE-AT-RISK", pointer(index), problem.what() + " beside others", problem.mend());
    }
  }

  private Fate fate(Table.Unique.Part part, Table.Unique index) {
    Strategy own = columns.get(part.column());
    boolean filled = own != null && !(own instanceof SetNull);
    if (part.expression().isEmpty() || filled) {
      return fate(part.column(), part.prefix());
    }
    Optional<String> alike = alike(part.expression());
    if (alike.isPresent()) {
      return fate(alike.get(), part.prefix());
    }
    Set<String> mentioned = mentioned(part.expression());
    Set<String> changed = new LinkedHashSet<>(mentioned);
    changed.retainAll(columns.keySet());
    if (changed.isEmpty()) {
      return Fate.UNTOUCHED;
    }
    if (changed.size() < mentioned.size()) {
      return Fate.AT_RISK;
    }
    if (changed.stream().allMatch(column -> columns.get(column) instanceof SetNull)) {
      probes.addNull(table, part.expression(), changed, problem(index));
      return Fate.DISTINCT;
    }
    return Fate.ALIKE;
  }

  private Fate fate(String column, long prefix) {
    Strategy strategy = columns.get(column);
    if (strategy == null) {
      return Fate.UNTOUCHED;
    }
    boolean cut =
        prefix > 0
            && strategy instanceof Template template
            && prefix < template.before().length() + UNLIKELY;
    return strategy.collides() || cut ? Fate.ALIKE : Fate.DISTINCT;
  }

  /** The column that an expression keeps as different as it is. */
  private Optional<String> alike(String expression) {
    return table.columns().keySet().stream()
        .filter(column -> expression.strip().matches(ALIKE.formatted(Pattern.quote(column))))
        .findFirst();
  }

  private Set<String> mentioned(String expression) {
    return table.columns().keySet().stream()
        .filter(column -> CheckProbes.mentions(expression, column))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Problem problem(Table.Unique index) {
    return findings.problem(
        "IMPOSSIBLE-ANONYMISATION",
        pointer(index),
        "unique index '"
            + index.name()
            + "' of '"
            + table.name()
            + "' holds "
            + String.join(", ", touched(index))
            + ", where different values may become the same",
        touched(index).stream().anyMatch(column -> columns.get(column) instanceof SetNull)
            ? "use 'template'"
            : "use 'template' or 'set-null'");
  }

  private String pointer(Table.Unique index) {
    return pointer + Pointer.to("with", touched(index).iterator().next());
  }

  /** The anonymised columns that an index compares. */
  private Set<String> touched(Table.Unique index) {
    Set<String> touched = new LinkedHashSet<>();
    for (Table.Unique.Part part : index.parts()) {
      touched.addAll(
          part.expression().isEmpty() ? Set.of(part.column()) : mentioned(part.expression()));
    }
    touched.retainAll(columns.keySet());
    return touched;
  }
}
