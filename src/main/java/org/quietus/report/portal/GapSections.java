package org.quietus.report.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the policy does not cover, and what it leaves out on purpose. */
final class GapSections {
  /** The sections' names, where there are any. */
  static final List<String> IDS = List.of("gaps", "ignored");

  private final PortalText text;
  private final ListSections lists;
  private final List<PolicyGaps> found;

  GapSections(PortalText text, ListSections lists, List<PolicyGaps> found) {
    this.text = text;
    this.lists = lists;
    this.found = found;
  }

  /** A row, and what was found when of which job. */
  private record Row<T>(PolicyGaps from, T of) {}

  void write(Html html) {
    List<Row<PolicyGaps.Gap>> gaps = new ArrayList<>();
    List<Row<Map.Entry<String, String>>> ignored = new ArrayList<>();
    for (PolicyGaps each : found) {
      each.gaps().forEach(gap -> gaps.add(new Row<>(each, gap)));
      each.ignored().entrySet().forEach(entry -> ignored.add(new Row<>(each, entry)));
    }
    lists.section(
        html,
        "gaps",
        List.of("column.where", "column.level", "column.why", "column.job", "column.found"),
        gaps,
        (table, row) ->
            table
                .head(cell -> cell.name(row.of().where()))
                .text(text.code("level", row.of().level()))
                .cell(cell -> why(cell, row.of()))
                .name(row.from().job())
                .name(row.from().day())
                .endRow());
    lists.section(
        html,
        "ignored",
        List.of("column.where", "column.why", "column.job", "column.found"),
        ignored,
        (table, row) ->
            table
                .head(cell -> cell.name(row.of().getKey()))
                .name(row.of().getValue())
                .name(row.from().job())
                .name(row.from().day())
                .endRow());
  }

  private void why(Html cell, PolicyGaps.Gap gap) {
    switch (gap.level()) {
      case PolicyGaps.Gap.ORPHANS -> cell.text(text.of("gaps.orphans", text.band(gap.rows())));
      case PolicyGaps.Gap.UNNAMED -> cell.text(text.of("gaps.unnamed"));
      default -> cell.element("span", String.join("; ", gap.why()), "lang", "en");
    }
  }
}
