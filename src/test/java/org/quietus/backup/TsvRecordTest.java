package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows as a database exports them: tabs, backslashes, and no header. */
class TsvRecordTest extends RecordContract {
  private static final String JOB =
      """
      files:
        events:
          of: shop
          in: vault
          objects: "events/**"
          format: tsv
          layout: { columns: [ at, mail, user, msg ] }
          from: at
          persons: { customer: { mail: email, user: id } }
          on-erasure: delete
        access:
          of: shop
          in: vault
          objects: "access/**"
          format: tsv
          layout: { columns: [ ts, mail, ip, x ] }
          from: ts
          records: { keep: P90D, then: delete }
          persons: { customer: { mail: email } }
          on-erasure: anonymise
          anonymise: { mail: set-null, ip: { network: 16 } }
      """;

  @Override
  String job() {
    return JOB;
  }

  @Override
  String ending() {
    return ".tsv";
  }

  @Override
  String events() {
    return "";
  }

  private static String field(@Nullable String value) {
    return value == null ? "\\N" : value;
  }

  @Override
  String event(@Nullable String at, @Nullable String mail, @Nullable String id) {
    return "%s\t%s\t%s\tx\\\ty\\\nz\n".formatted(field(at), field(mail), field(id));
  }

  @Override
  String kept() {
    return """
    2026-02-01T10:00:00Z\tben\\@example.org\t2\t\\\\\r
    1769940000\t\t\\N\tnobody's \\
    ann@example.org
    2026-03-02T10:00:00Z\tann@example.org\t\\N\t\\N

    2026-02-01T10:00:00Z\t\\N\t\\N\tAnn Ado
    """;
  }

  @Override
  String broken() {
    return "\\N\tann@example.org\n";
  }

  @Override
  String whyBroken() {
    return "line 3: 2 fields where 'columns' has 4; it stays as it is";
  }

  @Override
  String access() {
    return "";
  }

  @Override
  String access(@Nullable String ts, @Nullable String mail, String ip) {
    return "%s\t%s\t%s\t\\\\N\n".formatted(field(ts), field(mail), ip);
  }

  @Test
  void valuesInQuotesThatTheLayoutDoesNotHaveAreNamed() throws Exception {
    String quoted = "\"2026-02-01\"\t\"ann@example.org\"\t\"1\"\t\"x\"\n";
    put("events/a.tsv", quoted + kept());
    shop().erase();
    assertThat(get("events/a.tsv")).isEqualTo(quoted + kept());
    assertThat(shop().ends()).containsExactly("events unread-rows 1");
    assertThat(shop().notes())
        .anyMatch(
            note ->
                note.contains("1 record has a value in quotes, which the layout does not have")
                    && note.contains("add 'quote' to it"));
  }
}
