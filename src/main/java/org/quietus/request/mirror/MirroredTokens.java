package org.quietus.request.mirror;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenKind;

/** How the mirror tells of suppression entries. */
public final class MirroredTokens {
  private static final String ADDED = "tokens";
  private static final String WITHDRAWN = "withdrawn";

  private MirroredTokens() {}

  /** That entries of one request were added. */
  public static Map<String, Object> added(List<SuppressionEntry> entries) {
    Map<String, Object> content = about(entries.get(0));
    content.put(
        ADDED,
        entries.stream()
            .map(
                entry ->
                    List.of(
                        entry.kind().name(),
                        entry.kind().version(),
                        entry.epoch(),
                        entry.token().hex()))
            .toList());
    return content;
  }

  /** That entries of one request were removed. */
  public static Map<String, Object> withdrawn(List<SuppressionEntry> entries) {
    Map<String, Object> content = about(entries.get(0));
    content.put(WITHDRAWN, entries.stream().map(entry -> entry.token().hex()).toList());
    return content;
  }

  private static Map<String, Object> about(SuppressionEntry entry) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("subject", entry.subject());
    entry.tenant().ifPresent(tenant -> content.put("tenant", tenant));
    return content;
  }

  /** Those that an entry of the mirror says were added. */
  public static List<SuppressionEntry> added(MirrorEntry mirrored) {
    Map<String, Object> content = mirrored.content();
    List<SuppressionEntry> entries = new ArrayList<>();
    for (Object token : (List<?>) content.getOrDefault(ADDED, List.of())) {
      List<?> parts = (List<?>) token;
      entries.add(
          new SuppressionEntry(
              mirrored.about(),
              Optional.ofNullable(content.get("tenant")).map(String::valueOf),
              String.valueOf(content.get("subject")),
              new TokenKind(
                  String.valueOf(parts.get(0)), Integer.parseInt(String.valueOf(parts.get(1)))),
              Integer.parseInt(String.valueOf(parts.get(2))),
              Token.ofHex(String.valueOf(parts.get(3))),
              mirrored.at()));
    }
    return entries;
  }

  /** The tokens of those that it says were removed. */
  public static List<Token> withdrawn(MirrorEntry mirrored) {
    List<?> tokens = (List<?>) mirrored.content().getOrDefault(WITHDRAWN, List.of());
    return tokens.stream().map(hex -> Token.ofHex(String.valueOf(hex))).toList();
  }
}
