package org.quietus.policy.condition;

import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import org.quietus.policy.Condition;

/**
 * Parses {@code where} conditions.
 *
 * <p>What was checked is what is run: the text is parsed, every node of the tree is looked up in a
 * list of those allowed, and SQL is written anew from the tree, with parentheses wherever databases
 * could bind differently. Then the tokens read are compared with the tokens written, so that
 * nothing the parser skipped or did not hand over can get lost. What a database could read
 * otherwise than the parser (backslashes, double quotes, comments) is refused beforehand.
 */
public final class Conditions {
  private static final int LONGEST = 4000;
  private static final int PARSE_MILLIS = 5000;

  private Conditions() {}

  /**
   * Parses one boolean expression over columns of a single table.
   *
   * @throws InvalidCondition if it is anything else
   */
  public static Condition parse(String text) throws InvalidCondition {
    if (text.isBlank()) {
      throw new InvalidCondition("it is empty");
    }
    if (text.length() > LONGEST) {
      throw new InvalidCondition("it is longer than " + LONGEST + " characters");
    }
    ConditionText read = new ConditionText(text);
    read.check();
    ConditionWriter writer = new ConditionWriter();
    String marked = writer.truth(tree(text));
    Condition condition = new Condition(Marks.parts(marked), writer.comparisons());
    if (!read.tokens().equals(new ConditionText(condition.text()).tokens())) {
      throw new InvalidCondition("it holds something that is not understood in full");
    }
    if (condition.columns().isEmpty()) {
      throw new InvalidCondition("it names no column");
    }
    return condition;
  }

  private static Expression tree(String text) throws InvalidCondition {
    try {
      return CCJSqlParserUtil.parseCondExpression(
          text, false, parser -> parser.withTimeOut(PARSE_MILLIS));
    } catch (JSQLParserException | RuntimeException e) { // its tokenizer throws the latter
      throw new InvalidCondition("it is not one SQL expression");
    }
  }
}
