package org.quietus.policy.condition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.schema.Column;
import org.quietus.policy.Condition.Against;
import org.quietus.policy.Condition.ColumnName;
import org.quietus.policy.Condition.Comparison;

/** Collects which columns a condition compares with what, as far as both stand alone. */
final class Comparisons {
  private static final Pattern NUMBER =
      Pattern.compile("\\s*[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?\\s*");
  private static final Pattern DATE = Pattern.compile("\\s*\\d{4}-\\d{1,2}-\\d{1,2}([ T].*)?");

  private final List<Comparison> all = new ArrayList<>();

  List<Comparison> all() {
    return List.copyOf(all);
  }

  /** Notes a comparison of two values, whichever of them is the column. */
  void note(Expression left, Expression right) throws InvalidCondition {
    Expression one = ValueWriter.unwrapped(left);
    Expression other = ValueWriter.unwrapped(right);
    if (one instanceof Column column) {
      note(column, other);
    } else if (other instanceof Column column) {
      note(column, one);
    }
  }

  private void note(Column column, Expression value) {
    if (value instanceof Column other) {
      all.add(new Comparison(name(column), Against.COLUMN, Optional.of(name(other))));
    } else {
      form(value).ifPresent(form -> all.add(new Comparison(name(column), form, Optional.empty())));
    }
  }

  private static Optional<Against> form(Expression value) {
    if (value instanceof LongValue || value instanceof DoubleValue) {
      return Optional.of(Against.NUMBER);
    }
    if (value instanceof SignedExpression signed) {
      return form(signed.getExpression()).filter(Against.NUMBER::equals);
    }
    if (value instanceof CastExpression cast && cast.isImplicitCast()) {
      return Optional.of(Against.DATE_TEXT); // DATE '…' or TIMESTAMP '…'
    }
    return value instanceof StringValue text
        ? Optional.of(form(text.getValue()))
        : Optional.empty();
  }

  private static Against form(String text) {
    if (NUMBER.matcher(text).matches()) {
      return Against.NUMERIC_TEXT;
    }
    return DATE.matcher(text).matches() ? Against.DATE_TEXT : Against.OTHER_TEXT;
  }

  private static String name(Column column) {
    return new ColumnName(column.toString()).name();
  }
}
