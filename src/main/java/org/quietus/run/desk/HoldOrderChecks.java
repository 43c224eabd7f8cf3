package org.quietus.run.desk;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Table;
import org.quietus.job.HoldOrder;
import org.quietus.plan.make.ConditionFit;
import org.quietus.policy.Condition;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Nearest;
import org.quietus.policy.Problem;
import org.quietus.policy.condition.Conditions;
import org.quietus.policy.condition.InvalidCondition;

/** Looks for everything that is wrong with an order to hold records. */
final class HoldOrderChecks {
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:/#-]{0,63}");
  private static final Pattern CODE = Pattern.compile("[a-z0-9][a-z0-9-]*");
  private static final int MOST = 64;
  private static final int MOST_OF_DECISION = 40;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{7,}[xX]?");
  private static final Pattern PERSONAL = Pattern.compile("'[^']*@[^']*'|'\\+?[0-9]{7,}[xX]?'");

  private final List<Problem> problems = new ArrayList<>();

  /** Reads the condition of an order on the rows of a table, and checks all the rest of it. */
  static Optional<Condition> check(HoldOrder order, Catalog catalog, LocalDate today) {
    HoldOrderChecks checks = new HoldOrderChecks();
    checks.words(order, today);
    Optional<Condition> condition =
        order.extent() instanceof HoldOrder.Rows rows
            ? checks.condition(rows, catalog)
            : Optional.empty();
    checks.finish();
    return condition;
  }

  /** Checks why a hold is released. */
  static void reason(String reason) {
    HoldOrderChecks checks = new HoldOrderChecks();
    checks.code("--reason", reason);
    checks.finish();
  }

  /** Checks why something is decided about a request. */
  static void decision(String reason) {
    HoldOrderChecks checks = new HoldOrderChecks();
    checks.code("--reason", reason, MOST_OF_DECISION);
    checks.finish();
  }

  private void words(HoldOrder order, LocalDate today) {
    order.reference().ifPresent(text -> reference("--reference", text));
    order.caseReference().ifPresent(text -> reference("--case", text));
    if (order.reference().isEmpty() && order.caseReference().isEmpty()) {
      problem(
          "NO-REFERENCE",
          "--reference",
          "nothing says what the hold is about",
          "give the number that your files have it under");
    }
    code("--basis", order.basis());
    if (order.review().isBefore(today)) {
      problem(
          "REVIEW-PAST",
          "--review",
          order.review() + " is past",
          "name the day on which somebody will decide whether the hold is still needed");
    }
  }

  /** References stand on certificates; nobody may be known by one. */
  private void reference(String option, String text) {
    String bare = text.replaceAll("[ ./:#-]", "");
    boolean plain = REFERENCE.matcher(text).matches() && text.chars().anyMatch(Character::isDigit);
    if (!plain || NUMBER.matcher(bare).matches()) {
      problem(
          "BAD-REFERENCE",
          option,
          "that may name or identify a person",
          "give 1 to 64 letters, digits and . _ : / # -, with a digit among them, and not just a"
              + " long number; e.g. 'LH-2026/17'");
    }
  }

  private void code(String option, String text) {
    code(option, text, MOST);
  }

  private void code(String option, String text, int most) {
    if (!CODE.matcher(text).matches() || text.length() > most) {
      problem(
          "BAD-CODE",
          option,
          "that is not a code",
          "give 1 to " + most + " lower-case letters, digits and hyphens, e.g. 'litigation'");
    }
  }

  private Optional<Condition> condition(HoldOrder.Rows rows, Catalog catalog) {
    Optional<Table> table = table(rows.records(), catalog);
    if (PERSONAL.matcher(rows.where()).find()) {
      problem(
          "IDENTIFIER-IN-CONDITION",
          "--where",
          "the condition names somebody",
          "hold a person with --identifiers-from; a condition is kept in clear");
      return Optional.empty();
    }
    try {
      Condition condition = Conditions.parse(rows.where());
      table.ifPresent(known -> columns(condition, known));
      table.ifPresent(known -> types(condition, known));
      return Optional.of(condition);
    } catch (InvalidCondition e) {
      problem(
          "BAD-CONDITION",
          "--where",
          "the condition cannot be used: " + e.getMessage(),
          "write one boolean SQL expression over columns of that table");
      return Optional.empty();
    }
  }

  private Optional<Table> table(String records, Catalog catalog) {
    String database = catalog.database() + ".";
    Optional<Table> table =
        records.startsWith(database)
            ? catalog.table(records.substring(database.length()))
            : Optional.empty();
    if (table.isEmpty()) {
      problem(
          "UNKNOWN-TABLE",
          "--records",
          "there is no such table",
          Nearest.to(records, names(catalog))
              .map(name -> "did you mean '" + name + "'?")
              .orElse("name one as '" + catalog.database() + ".table'"));
    }
    return table;
  }

  private static List<String> names(Catalog catalog) {
    return catalog.tables().keySet().stream()
        .map(table -> catalog.database() + "." + table)
        .toList();
  }

  private void columns(Condition condition, Table table) {
    condition.columns().stream()
        .filter(name -> table.columns().keySet().stream().noneMatch(name::equalsIgnoreCase))
        .forEach(
            name ->
                problem(
                    "UNKNOWN-COLUMN",
                    "--where",
                    "table '" + table.name() + "' has no column '" + name + "'",
                    Nearest.to(name, table.columns().keySet())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("name a column of it")));
  }

  private void types(Condition condition, Table table) {
    ConditionFit.misfits(condition, table)
        .forEach(misfit -> problem("CONDITION-TYPES", "--where", misfit.what(), misfit.mend()));
  }

  private void problem(String id, String option, String what, String mend) {
    problems.add(new Problem(id, option, 1, what, mend));
  }

  private void finish() {
    if (!problems.isEmpty()) {
      throw new InvalidInput(problems);
    }
  }
}
