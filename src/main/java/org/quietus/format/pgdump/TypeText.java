package org.quietus.format.pgdump;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.NameAt;
import org.quietus.format.SqlToken;

/** The types of columns and domains, as pg_dump spells them. */
final class TypeText {
  private static final Set<String> BEHIND_A_TYPE =
      Set.of(
          "check",
          "collate",
          "compression",
          "constraint",
          "default",
          "generated",
          "not",
          "null",
          "options",
          "primary",
          "references",
          "storage",
          "unique");

  private TypeText() {}

  /** The type that begins these tokens; of a domain the type that it is of. */
  static String resolved(List<SqlToken> tokens, Relations relations, Settings settings) {
    @Nullable NameAt name = NameAt.read(tokens, 0);
    int length = length(tokens);
    if (name != null && name.next() == length) {
      String domain =
          relations
              .domain(relations.table(name.database(), name.table(), settings.searchPath()))
              .orElse("");
      if (!domain.isEmpty()) {
        return domain;
      }
    }
    String type = text(tokens.subList(0, length));
    return switch (type) {
      case "timestamptz" -> "timestamp with time zone";
      case "timestamp" -> "timestamp without time zone";
      default -> type;
    };
  }

  private static int length(List<SqlToken> tokens) {
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      boolean behind =
          i > 0 && token.kind() == SqlToken.Kind.WORD && BEHIND_A_TYPE.contains(token.text());
      if (depth == 0 && behind) {
        return i;
      }
    }
    return tokens.size();
  }

  private static String text(List<SqlToken> tokens) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      boolean apart =
          i > 0
              && token.kind() == SqlToken.Kind.WORD
              && (tokens.get(i - 1).kind() == SqlToken.Kind.WORD || tokens.get(i - 1).is(')'));
      text.append(apart ? " " : "");
      text.append(
          switch (token.kind()) {
            case NAME -> '"' + token.text().replace("\"", "\"\"") + '"';
            case STRING -> "'" + token.text().replace("'", "''") + "'";
            case WORD, SYMBOL -> token.text();
          });
    }
    return text.toString();
  }
}
