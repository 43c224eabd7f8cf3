package org.quietus.report.portal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a policy does not cover, as {@code quietus coverage --json} printed it. Nobody has signed
 * it.
 *
 * @param day on which it was found, e.g. {@code 2026-03-01}
 * @param ignored what is left out on purpose, with the reason
 */
public record PolicyGaps(String job, String day, List<Gap> gaps, Map<String, String> ignored) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int DAY = 10;

  /**
   * One of them.
   *
   * @param level a level of {@code coverage}, or {@link #ORPHANS} or {@link #UNNAMED}
   * @param where a table, column or reference
   * @param why the reasons, in English
   * @param rows how many rows lead nowhere; 0 for what is no reference
   */
  public record Gap(String level, String where, List<String> why, long rows) {
    static final String ORPHANS = "orphans";
    static final String UNNAMED = "unnamed";
  }

  /** Reads it; empty if it is something else. */
  public static Optional<PolicyGaps> read(byte[] json) {
    try {
      JsonNode root = MAPPER.readTree(json);
      boolean complete =
          root.path("job").isString()
              && root.path("at").isString()
              && root.path("at").asString().length() >= DAY
              && root.path("findings").isArray()
              && root.path("orphans").isArray()
              && root.path("unnamed").isArray()
              && root.path("ignored").isObject();
      return complete ? Optional.of(of(root)) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static PolicyGaps of(JsonNode root) {
    List<Gap> gaps = new ArrayList<>();
    for (JsonNode each : root.path("findings")) {
      String column = text(each, "column");
      gaps.add(
          new Gap(
              text(each, "level"),
              text(each, "table") + (column.isEmpty() ? "" : "." + column),
              each.path("why").valueStream().map(why -> why.asString("")).toList(),
              0));
    }
    for (JsonNode each : root.path("orphans")) {
      gaps.add(
          new Gap(Gap.ORPHANS, text(each, "reference"), List.of(), each.path("rows").asLong(0)));
    }
    for (JsonNode each : root.path("unnamed")) {
      gaps.add(new Gap(Gap.UNNAMED, each.asString(""), List.of(), 0));
    }
    Map<String, String> ignored = new LinkedHashMap<>();
    root.path("ignored")
        .properties()
        .forEach(e -> ignored.put(e.getKey(), e.getValue().asString("")));
    return new PolicyGaps(
        text(root, "job"), text(root, "at").substring(0, DAY), List.copyOf(gaps), ignored);
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asString("");
  }
}
