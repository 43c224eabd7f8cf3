package org.quietus.format.mysqldump;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Formula;
import org.quietus.format.SqlToken;

/** Reads what a generated column's expression says, if it is one of few simple functions. */
final class FormulaReader {
  private static final int DEEPEST = 50;

  private final List<SqlToken> tokens;
  private int at;
  private int depth;

  private FormulaReader(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  /** The formula that all of these tokens make up. */
  static Optional<Formula> read(List<SqlToken> tokens) {
    FormulaReader reader = new FormulaReader(tokens);
    Formula formula = reader.formula();
    return reader.at == tokens.size() ? Optional.ofNullable(formula) : Optional.empty();
  }

  private @Nullable Formula formula() {
    depth++;
    Formula formula = depth > DEEPEST ? null : within();
    depth--;
    return formula;
  }

  private @Nullable Formula within() {
    if (at >= tokens.size()) {
      return null;
    }
    SqlToken token = tokens.get(at++);
    if (token.is('(')) {
      Formula inner = formula();
      return take(')') ? inner : null;
    }
    if (token.kind() == SqlToken.Kind.STRING) {
      return new Formula.Text(token.text());
    }
    if (token.kind() == SqlToken.Kind.WORD && token.text().startsWith("_")) {
      return at < tokens.size() && tokens.get(at).kind() == SqlToken.Kind.STRING ? formula() : null;
    }
    if (!token.isName() || Character.isDigit(token.text().charAt(0))) {
      return null;
    }
    if (take('(')) {
      return call(token.text());
    }
    return token.is("NULL") ? new Formula.Text(null) : new Formula.Column(token.text());
  }

  private @Nullable Formula call(String name) {
    List<Formula> arguments = new ArrayList<>();
    do {
      Formula argument = formula();
      if (argument == null) {
        return null;
      }
      arguments.add(argument);
    } while (take(','));
    return take(')')
        ? Formula.Function.named(name, arguments.size())
            .<Formula>map(function -> new Formula.Call(function, arguments))
            .orElse(null)
        : null;
  }

  private boolean take(char symbol) {
    boolean here = at < tokens.size() && tokens.get(at).is(symbol);
    at += here ? 1 : 0;
    return here;
  }
}
