package org.quietus.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An expression of a generated column that gives here what it gives in the database. */
public sealed interface Formula {

  /** A text; null for NULL. */
  record Answer(@Nullable String text) {}

  /** Knows the other columns of a row. */
  interface Columns {
    /** The column's value, empty where it cannot be known. */
    Optional<Answer> of(String column) throws IOException;
  }

  /** Computes the value; empty where that of a column cannot be known. */
  Optional<Answer> compute(Columns row) throws IOException;

  /** A literal. */
  record Text(@Nullable String text) implements Formula {
    @Override
    public Optional<Answer> compute(Columns row) {
      return Optional.of(new Answer(text));
    }
  }

  /** The value of another column. */
  record Column(String name) implements Formula {
    @Override
    public Optional<Answer> compute(Columns row) throws IOException {
      return row.of(name);
    }
  }

  /** A function of texts. */
  enum Function {
    LOWER,
    UPPER,
    TRIM,
    CONCAT,
    COALESCE;

    /** The function of that name, if it takes so many arguments; empty when there is none. */
    public static Optional<Function> named(String name, int arguments) {
      return switch (name.toUpperCase(java.util.Locale.ROOT)) {
        case "LOWER", "LCASE" -> only(LOWER, arguments == 1);
        case "UPPER", "UCASE" -> only(UPPER, arguments == 1);
        case "TRIM" -> only(TRIM, arguments == 1);
        case "CONCAT" -> only(CONCAT, arguments > 0);
        case "COALESCE", "IFNULL" -> only(COALESCE, arguments > 0);
        default -> Optional.empty();
      };
    }

    private static Optional<Function> only(Function function, boolean fits) {
      return fits ? Optional.of(function) : Optional.empty();
    }

    private @Nullable String of(List<@Nullable String> texts) {
      if (this == COALESCE) {
        return texts.stream().filter(text -> text != null).findFirst().orElse(null);
      }
      if (texts.contains(null)) {
        return null;
      }
      String all = String.join("", texts);
      return switch (this) {
        case LOWER -> each(all, Character::toLowerCase);
        case UPPER -> each(all, Character::toUpperCase);
        case TRIM -> all.replaceAll("^ +|(?<! ) +\\z", "");
        case CONCAT, COALESCE -> all;
      };
    }

    /** Databases change case character by character. */
    private static String each(String text, java.util.function.IntUnaryOperator change) {
      return text.codePoints()
          .map(change)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }
  }

  /** A function with its arguments. */
  record Call(Function function, List<Formula> arguments) implements Formula {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Optional<Answer> compute(Columns row) throws IOException {
      List<@Nullable String> texts = new ArrayList<>();
      for (Formula argument : arguments) {
        Optional<Answer> answer = argument.compute(row);
        if (answer.isEmpty()) {
          return Optional.empty();
        }
        texts.add(answer.get().text());
      }
      return Optional.of(new Answer(function.of(texts)));
    }
  }
}
