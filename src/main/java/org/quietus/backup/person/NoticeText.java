package org.quietus.backup.person;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads whom a notice is about out of what was left for its recipient: a DSSE envelope. */
final class NoticeText {
  private NoticeText() {}

  /** The identifiers that it holds in clear; none if it is encrypted, or no notice. */
  static List<Identifier> identifiers(String envelope) {
    List<Identifier> found = new ArrayList<>();
    try {
      JsonMapper json = JsonMapper.shared();
      String payload = json.readTree(envelope).path("payload").asString("");
      JsonNode notice = json.readTree(Base64.getDecoder().decode(payload));
      for (JsonNode one : notice.path("identifiers")) {
        IdentifierType.named(one.path("type").asString(""))
            .flatMap(type -> Identifier.of(type, one.path("value").asString("")))
            .ifPresent(found::add);
      }
    } catch (JacksonException | IllegalArgumentException e) {
      return List.of();
    }
    return found;
  }
}
