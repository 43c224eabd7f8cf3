package org.quietus.policy.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TrimFunction;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Modulo;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;

/** Writes the values in a condition (columns, literals, arithmetic, functions) as marked SQL. */
final class ValueWriter {
  private static final Map<Class<? extends Expression>, String> ARITHMETIC =
      Map.of(
          Addition.class, "+",
          Subtraction.class, "-",
          Multiplication.class, "*",
          Division.class, "/",
          Modulo.class, "%");

  /** Pure and deterministic in every database; what is missing here is refused. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          ("ABS CEIL CEILING CHAR_LENGTH COALESCE DATE DAY DAYOFMONTH FLOOR GREATEST IFNULL LEAST"
                  + " LENGTH LOWER MOD MONTH NULLIF ROUND TRIM UPPER YEAR")
              .split(" "));

  /** Words that are a function or a value, not a column, to some database even without quotes. */
  private static final Set<String> NO_COLUMNS =
      Set.of(
          ("CURRENT_CATALOG CURRENT_DATE CURRENT_PATH CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME"
                  + " CURRENT_TIMESTAMP CURRENT_USER DEFAULT FALSE LOCALTIME LOCALTIMESTAMP NULL OFF"
                  + " ON ROWID ROWNUM SESSION_USER SYSDATE SYSTEM_USER SYSTIME SYSTIMESTAMP TODAY TRUE"
                  + " UNKNOWN USER UTC_DATE UTC_TIME UTC_TIMESTAMP _ROWID_")
              .split(" "));

  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");
  private static final Pattern QUOTED = Pattern.compile("`[\\p{L}\\p{Nd}_$]+`");
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern DATE = Pattern.compile("'\\d{4}-\\d\\d-\\d\\d'");
  private static final Pattern TIMESTAMP =
      Pattern.compile("'\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?'");

  /** Values with commas between them. */
  String list(List<? extends Expression> list) throws InvalidCondition {
    List<String> values = new ArrayList<>();
    for (Expression each : list) {
      values.add(value(each));
    }
    return String.join(", ", values);
  }

  /** The value as SQL. */
  String value(Expression e) throws InvalidCondition {
    Expression inner = unwrapped(e);
    if (inner instanceof Column column) {
      return column(column);
    }
    if (inner instanceof StringValue text) {
      return text(text);
    }
    if (inner instanceof LongValue || inner instanceof DoubleValue) {
      return matching(NUMBER, inner.toString(), "a number is not written as 12, 1.5 or 1e6");
    }
    if (inner instanceof BooleanValue truth) {
      return truth.getValue() ? "TRUE" : "FALSE";
    }
    if (inner instanceof CastExpression cast && cast.isImplicitCast()) {
      return moment(cast);
    }
    if (inner instanceof SignedExpression signed && "+-".indexOf(signed.getSign()) >= 0) {
      return signed.getSign() + operand(signed.getExpression());
    }
    if (inner instanceof Function function) {
      return function(function);
    }
    if (inner instanceof TrimFunction trim && trim.getTrimSpecification() == null) {
      return Marks.function("TRIM") + "(" + value(trim.getExpression()) + ")";
    }
    String operator = ARITHMETIC.get(inner.getClass());
    if (operator != null && inner instanceof BinaryExpression sum) {
      return operand(sum.getLeftExpression())
          + " "
          + operator
          + " "
          + operand(sum.getRightExpression());
    }
    throw refused(inner, "a value");
  }

  /** A value inside arithmetic: parentheses around everything that has an operator of its own. */
  private String operand(Expression e) throws InvalidCondition {
    Expression inner = unwrapped(e);
    boolean compound =
        inner instanceof SignedExpression || ARITHMETIC.containsKey(inner.getClass());
    return compound ? "(" + value(inner) + ")" : value(inner);
  }

  /** The column as it was written, with its backticks if any. */
  String column(Column column) throws InvalidCondition {
    String name = column.toString();
    boolean quoted = QUOTED.matcher(name).matches();
    if (!quoted && !WORD.matcher(name).matches()) {
      throw new InvalidCondition(
          "it names something other than a column of its own table; write the column alone");
    }
    if (!quoted && NO_COLUMNS.contains(name.toUpperCase(Locale.ROOT))) {
      throw new InvalidCondition(
          name + " is not a column to every database; if it is one, write `" + name + "`");
    }
    return Marks.column(name);
  }

  /** The text with its quotes. */
  static String text(StringValue text) throws InvalidCondition {
    if (text.getPrefix() != null) {
      throw new InvalidCondition("a text has a prefix before its quote; write it as '…'");
    }
    return "'" + text.getValue() + "'";
  }

  private static String moment(CastExpression literal) throws InvalidCondition {
    String type = String.valueOf(literal.getColDataType()).toUpperCase(Locale.ROOT);
    String text = literal.getLeftExpression().toString();
    return switch (type) {
      case "DATE" -> "DATE " + matching(DATE, text, "a DATE is not written as '2026-01-31'");
      case "TIMESTAMP" ->
          "TIMESTAMP "
              + matching(TIMESTAMP, text, "a TIMESTAMP is not written as '2026-01-31 23:59:59'");
      default -> throw new InvalidCondition("a literal of type " + type + " is not allowed");
    };
  }

  private static String matching(Pattern form, String text, String reason) throws InvalidCondition {
    if (!form.matcher(text).matches()) {
      throw new InvalidCondition(reason);
    }
    return text;
  }

  private String function(Function function) throws InvalidCondition {
    String name = function.getName().toUpperCase(Locale.ROOT);
    if (!FUNCTIONS.contains(name)) {
      throw new InvalidCondition(
          "function "
              + name
              + " is not allowed; allowed are "
              + FUNCTIONS.stream().sorted().toList().toString().replaceAll("[\\[\\]]", ""));
    }
    if (function.getParameters() == null || function.getParameters().isEmpty()) {
      throw new InvalidCondition("function " + name + " needs an argument");
    }
    return Marks.function(name) + "(" + list(function.getParameters()) + ")";
  }

  /** What stands inside any number of parentheses. */
  static Expression unwrapped(Expression e) throws InvalidCondition {
    Expression inner = e;
    while (inner instanceof ParenthesedExpressionList<?> list) {
      if (list.size() != 1) {
        throw new InvalidCondition("a list of values stands where one value is meant");
      }
      inner = list.get(0);
    }
    return inner;
  }

  /** That a node is not on the list; names its kind only. */
  static InvalidCondition refused(Expression e, String wanted) {
    String node =
        e instanceof BinaryExpression operator
            ? "the operator " + operator.getStringExpression()
            : e.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    return new InvalidCondition(
        (node.startsWith("the operator ") ? node : node.toLowerCase(Locale.ROOT))
            + " stands where "
            + wanted
            + " is meant, or is not allowed");
  }
}
