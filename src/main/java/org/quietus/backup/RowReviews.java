package org.quietus.backup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.quietus.request.CopyReviews;

/**
 * What people have said of rows of copies: whether they are the person's of a request. A row is
 * known by a token of its table, its key and what it tells of whose it is, or of all of it where it
 * has no key, so that nothing is said of another one, nor of the same one once it tells something
 * else.
 */
public final class RowReviews {
  private final KeyTokens tokens;
  private final Map<String, Map<String, CopyReviews.Said>> said;

  /**
   * What was said.
   *
   * @param tokens under a key that stays the same from run to run; nobody else makes any with them
   * @param said by request and token
   */
  public RowReviews(KeyTokens tokens, Map<String, Map<String, CopyReviews.Said>> said) {
    this.tokens = tokens;
    this.said = new HashMap<>(said);
  }

  /** Nobody has said anything. */
  public static RowReviews none(KeyTokens tokens) {
    return new RowReviews(tokens, Map.of());
  }

  /** What a row is known by, for a request; several threads may ask. */
  public synchronized String token(String request, String table, List<String> row) {
    List<String> texts = new ArrayList<>(List.of(request, table));
    texts.addAll(row);
    return tokens.hex(texts.toArray(String[]::new));
  }

  /** Whether somebody has said something of rows for a request. */
  public boolean any(String request) {
    return said.containsKey(request);
  }

  /** Whether somebody said that a row is the person's, or that it is not. */
  public Optional<Boolean> said(String request, String table, Supplier<List<String>> row) {
    return words(request, table, row).map(CopyReviews.Said::theirs);
  }

  /** What somebody said of a row, and when. */
  public Optional<CopyReviews.Said> words(
      String request, String table, Supplier<List<String>> row) {
    Map<String, CopyReviews.Said> ofRequest = said.getOrDefault(request, Map.of());
    return ofRequest.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(ofRequest.get(token(request, table, row.get())));
  }
}
