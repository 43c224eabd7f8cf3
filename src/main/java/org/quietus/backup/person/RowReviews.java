package org.quietus.backup.person;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quietus.backup.KeyTokens;
import org.quietus.catalog.Table;

/**
 * What people have said of rows of copies: whether they are the person's of a request. A row is
 * known by a token of its table, its key and what it tells of whose it is, so that nothing is said
 * of another one, nor of the same one once it tells something else.
 */
public final class RowReviews {
  private final KeyTokens tokens;
  private final Map<String, Map<String, Boolean>> said;

  /**
   * What was said.
   *
   * @param tokens under a key that stays the same from run to run
   * @param said by request and token, whether the row is the person's
   */
  public RowReviews(KeyTokens tokens, Map<String, Map<String, Boolean>> said) {
    this.tokens = tokens;
    this.said = new HashMap<>(said);
  }

  /** Nobody has said anything. */
  static RowReviews none(KeyTokens tokens) {
    return new RowReviews(tokens, Map.of());
  }

  /** What a row that has a key is known by, for a request. */
  String token(String request, Table table, OwnRow row) {
    List<String> texts = new ArrayList<>(List.of(request, "row", table.name()));
    texts.addAll(row.key().orElseThrow());
    texts.add(row.tenant().map(tenant -> "of " + tenant).orElse(""));
    texts.add(row.created().text());
    new TreeMap<>(row.identifiers())
        .forEach(
            (column, identifier) -> {
              texts.add(column);
              texts.add(identifier.value());
            });
    return tokens.hex(texts.toArray(String[]::new));
  }

  /** Whether somebody has said something of rows for a request. */
  boolean any(String request) {
    return said.containsKey(request);
  }

  /** Whether somebody said that a row is the person's, or that it is not. */
  Optional<Boolean> said(String request, Table table, OwnRow row) {
    Map<String, Boolean> ofRequest = said.getOrDefault(request, Map.of());
    return ofRequest.isEmpty() || row.key().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(ofRequest.get(token(request, table, row)));
  }
}
