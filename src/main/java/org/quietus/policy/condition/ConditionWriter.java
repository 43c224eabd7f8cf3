package org.quietus.policy.condition;

import java.util.List;
import java.util.Map;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import org.quietus.policy.Condition;

/**
 * Writes marked SQL (see {@link Marks}) from a parsed condition and refuses every node that it does
 * not know. A <em>truth</em> (comparison, AND, …) and a <em>value</em> (column, literal, sum, …)
 * never stand in each other's place, but for a lone boolean column.
 */
final class ConditionWriter {
  private static final Map<Class<? extends Expression>, String> COMPARISONS =
      Map.of(
          EqualsTo.class, "=",
          NotEqualsTo.class, "<>",
          GreaterThan.class, ">",
          GreaterThanEquals.class, ">=",
          MinorThan.class, "<",
          MinorThanEquals.class, "<=");

  private final ValueWriter values = new ValueWriter();
  private final Comparisons comparisons = new Comparisons();

  /** What columns are compared with in all that was written so far. */
  List<Condition.Comparison> comparisons() {
    return comparisons.all();
  }

  /** The truth as SQL. */
  String truth(Expression e) throws InvalidCondition {
    Expression inner = ValueWriter.unwrapped(e);
    if (inner instanceof AndExpression and) {
      return conjunct(and.getLeftExpression()) + " AND " + conjunct(and.getRightExpression());
    }
    if (inner instanceof OrExpression or) {
      return truth(or.getLeftExpression()) + " OR " + truth(or.getRightExpression());
    }
    if (inner instanceof NotExpression not) {
      return "NOT (" + truth(not.getExpression()) + ")";
    }
    if (inner instanceof Column column) {
      return values.column(column);
    }
    return predicate(inner);
  }

  private String conjunct(Expression e) throws InvalidCondition {
    return ValueWriter.unwrapped(e) instanceof OrExpression ? "(" + truth(e) + ")" : truth(e);
  }

  private String predicate(Expression e) throws InvalidCondition {
    String comparison = COMPARISONS.get(e.getClass());
    if (comparison != null && e instanceof BinaryExpression binary) {
      comparisons.note(binary.getLeftExpression(), binary.getRightExpression());
      return values.value(binary.getLeftExpression())
          + " "
          + comparison
          + " "
          + values.value(binary.getRightExpression());
    }
    if (e instanceof InExpression in) {
      return values.value(in.getLeftExpression()) + not(in.isNot()) + " IN (" + list(in) + ")";
    }
    if (e instanceof Between between) {
      comparisons.note(between.getLeftExpression(), between.getBetweenExpressionStart());
      comparisons.note(between.getLeftExpression(), between.getBetweenExpressionEnd());
      return values.value(between.getLeftExpression())
          + not(between.isNot())
          + " BETWEEN "
          + values.value(between.getBetweenExpressionStart())
          + " AND "
          + values.value(between.getBetweenExpressionEnd());
    }
    if (e instanceof LikeExpression like && like.getLikeKeyWord() == LikeExpression.KeyWord.LIKE) {
      return like(like);
    }
    if (e instanceof IsNullExpression is) {
      return values.value(is.getLeftExpression()) + " IS" + not(is.isNot()) + " NULL";
    }
    if (e instanceof IsBooleanExpression is) {
      return values.value(is.getLeftExpression())
          + " IS"
          + not(is.isNot())
          + (is.isTrue() ? " TRUE" : " FALSE");
    }
    throw ValueWriter.refused(e, "a comparison");
  }

  private static String not(boolean negated) {
    return negated ? " NOT" : "";
  }

  private String like(LikeExpression like) throws InvalidCondition {
    String sql =
        values.value(like.getLeftExpression())
            + not(like.isNot())
            + " LIKE "
            + values.value(like.getRightExpression());
    if (like.getEscape() == null) {
      return sql;
    }
    if (like.getEscape() instanceof StringValue escape && escape.getValue().length() == 1) {
      return sql + " ESCAPE " + ValueWriter.text(escape);
    }
    throw new InvalidCondition("ESCAPE needs a text of one character");
  }

  private String list(InExpression in) throws InvalidCondition {
    if (in.getRightExpression() instanceof ParenthesedExpressionList<?> list && !list.isEmpty()) {
      for (Expression each : list) {
        comparisons.note(in.getLeftExpression(), each);
      }
      return values.list(list);
    }
    throw new InvalidCondition("IN needs a list of values in parentheses");
  }
}
