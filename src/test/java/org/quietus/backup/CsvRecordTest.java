package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;
import org.quietus.target.BackupEnd;

/** CSV with semicolons and a header. */
class CsvRecordTest extends RecordContract {
  private static final String JOB =
      """
      files:
        events:
          of: shop
          in: vault
          objects: "events/**"
          format: csv
          layout: { delimiter: ";" }
          from: at
          persons: { customer: { "E-Mail (privat)": email, user: id } }
          on-erasure: delete
        calls:
          of: shop
          in: vault
          objects: "calls/**"
          format: csv
          from: at
          persons: { customer: { caller: phone } }
          on-erasure: delete
        access:
          of: shop
          in: vault
          objects: "access/**"
          format: csv
          from: ts
          records: { keep: P90D, then: delete, because: diagnosis }
          persons: { customer: { mail: email } }
          on-erasure: anonymise
          anonymise: { mail: set-null, ip: { network: 16 }, "Age [y]": { bucket: 10 } }
      """;

  @Override
  String job() {
    return JOB;
  }

  @Override
  String ending() {
    return ".csv";
  }

  @Override
  String events() {
    return "\uFEFFn;at;\"E-Mail (privat)\";user;msg\r\n";
  }

  @Override
  String event(@Nullable String at, @Nullable String mail, @Nullable String id) {
    return "0;%s;\"%s\";%s;\"it's;\"\"odd\"\"\n\"\r\n"
        .formatted(at == null ? "" : at, mail == null ? "" : mail, id == null ? "" : id);
  }

  @Override
  String kept() {
    return """
    1;"2026-02-01T10:00:00Z";ben@example.org;2;
    2;1769940000;"";;"nobody's; ""ann@example.org"", he said"
    3;2026-03-02T10:00:00Z;ann@example.org;;"came
    back"\r
    \r
    4;2026-02-01T10:00:00Z;;"";Ann Ado
    """;
  }

  @Override
  String broken() {
    return "0;;ann@example.org\r\n";
  }

  @Override
  String whyBroken() {
    return "line 4: 3 fields where the header has 5; it stays as it is";
  }

  @Override
  String access() {
    return "ip,\"x,y\",Age [y],ts,mail\n";
  }

  @Override
  String access(@Nullable String ts, @Nullable String mail, String ip) {
    return "%s,\"a \"\"b\"\"\",40,%s,%s\n"
        .formatted(ip, ts == null ? "" : ts, mail == null ? "" : mail);
  }

  @Test
  void aNumberIsRoundedAsText() throws Exception {
    put("access/b.csv", access() + "10.1.2.3,,47.5,2026-02-01,ann@example.org\n");
    shop().erase();
    assertThat(get("access/b.csv")).isEqualTo(access() + "10.1.0.0,,40.0,2026-02-01,\n");
  }

  private static String numbered(String... ids) {
    StringBuilder rows = new StringBuilder();
    for (String id : ids) {
      rows.append("0;2026-02-01;;").append(id).append(";\r\n");
    }
    return rows.toString();
  }

  /** As programs write whole numbers that know no missing ones, or write large ones short. */
  @Test
  void aKeyIsTheSameHoweverItsNumberIsSpelled() throws Exception {
    String others = numbered("1.5", "10", "1e+01", "0.1", "1,0", "1.0.0", "guest", "-1");
    put("events/a.csv", events() + numbered("1.0", "1.", "+1", "01", "1e0", "1.000E+00") + others);
    shop().erase();
    assertThat(get("events/a.csv")).isEqualTo(events() + others);
    assertThat(shop().ends()).containsExactly("events verified 1");
  }

  @Test
  void aTelephoneNumberIsTheSameHoweverItIsSpelled() throws Exception {
    String others = "+49155510,2026-02-01\n+49 1555 2,2026-02-01\n";
    put("calls/a.csv", "caller,at\n+4915551.0,2026-02-01\n" + others + "+49.1555.1,2026-02-01\n");
    shop().erase();
    assertThat(get("calls/a.csv")).isEqualTo("caller,at\n" + others);
  }

  /** A number keeps no plus, and no zero at its beginning; somebody else's may be written so. */
  @Test
  void aTelephoneNumberWithoutItsPlusIsLeftForReview() throws Exception {
    String guessed = "49155510.0,2026-02-01\n49155510,2026-02-01\n4.915551e+07,2026-02-01\n";
    String calls = "caller,at\n" + guessed + "491555100,2026-02-01\n55510,2026-02-01\n";
    shop().change("UPDATE customer SET phone = '+49155510' WHERE id = 1");
    put("calls/a.csv", calls);
    shop().erasedEarlier("request-0", Map.of(TokenKind.of(IdentifierType.PHONE), "+49155510"));
    shop().screen();
    assertThat(get("calls/a.csv")).isEqualTo(calls);
    assertThat(shop().ledger()).containsExactly("calls.(records) left for review 3");
  }

  @Test
  void aTelephoneNumberOfThePersonOfARequestWithoutItsPlusToo() throws Exception {
    String calls = "caller,at\n4915551,2026-02-01\n";
    put("calls/a.csv", calls + "+4915551,2026-02-01\n");
    put("calls/4915551", "caller,at\n");
    shop().erase();
    assertThat(get("calls/a.csv")).isEqualTo(calls);
    assertThat(shop().ledger())
        .containsExactly("calls.(records) delete 1", "calls.(records) left for review 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("its key names somebody"));
  }

  @Test
  void aColumnThatIsCalledLikeThePersonIsNamed() throws Exception {
    put("events/a.csv", events().replace("msg", "ann@example.org") + event(null, null, null));
    shop().erase();
    assertThat(shop().ends()).contains("events unread-rows 1");
    assertThat(shop().notes())
        .anyMatch(note -> note.contains("a column is called like somebody"))
        .noneMatch(note -> note.contains("ann@"));
  }

  @Test
  void theSpellingIsTheSameToWhoWasErasedBefore() throws Exception {
    shop().annErasedEarlier();
    put("events/a.csv", events() + numbered("1.0", "2.0"));
    shop().screen();
    assertThat(get("events/a.csv")).isEqualTo(events() + numbered("2.0"));
  }

  @Test
  void aKeyThatIsRoundedIsNobodysForCertain() throws Exception {
    String rounded = numbered("1.2345678901234568e+18", "9007199254740993.0");
    put("events/a.csv", events() + numbered("1") + rounded + numbered("1234567890123456789"));
    shop().erase();
    assertThat(get("events/a.csv")).isEqualTo(events() + rounded + numbered("1234567890123456789"));
    assertThat(shop().ends()).containsExactly("events unread-rows 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("2 records have a key"));
  }

  /** In some countries a point or comma is between thousands, in others before decimals. */
  @Test
  void aKeyThatMayBeOfThousandsIsNobodysForCertain() throws Exception {
    String twofold = numbered("1.000", "1,000", " +1.000");
    String others = numbered("1,000,000", "1'001", "1.000.000,0", "1000");
    put("events/a.csv", events() + twofold + numbered("1", "1.0000") + others);
    shop().erase();
    assertThat(get("events/a.csv")).isEqualTo(events() + twofold + others);
    assertThat(shop().ends()).containsExactly("events unread-rows 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("3 records have a key"));
    shop().nextRun();
    put("events/a.csv", events() + numbered("1", "1 000", "1,000,000"));
    shop().erase();
    assertThat(get("events/a.csv")).isEqualTo(events() + numbered("1 000", "1,000,000"));
    assertThat(shop().ends()).containsExactly("events verified 1");
  }

  @Test
  void aTenantIsTheSameHoweverItIsSpelled() throws Exception {
    for (String type : List.of("INT", "VARCHAR(20)")) {
      shop().close();
      open(
          JOB.substring(0, JOB.indexOf("  calls:")).replace("user: id", "user: id, n: account")
              + "tenant: { shop.customer: { column: account } }\n",
          "ALTER TABLE customer ADD COLUMN account " + type);
      shop()
          .erasedEarlier(
              "request-0",
              Optional.of("7"),
              Map.of(TokenKind.of(IdentifierType.EMAIL), "ann@example.org"));
      String hers = "%s;2026-02-01;ann@example.org;;\r\n";
      String key = "events/" + type.substring(0, 3) + ".csv";
      String others = hers.formatted("8.0") + hers.formatted("70");
      put(key, events() + hers.formatted("7") + hers.formatted("7.0") + others);
      shop().screen();
      assertThat(get(key)).as(type).isEqualTo(events() + others);
    }
  }

  /** Whose rows there are nobody can tell where the column is called otherwise, or twice. */
  @Test
  void aFileOfAnotherHeaderIsLeftAndNamed() throws Exception {
    String drifted = "n;at;mail;user;msg\n0;2026-02-01;ann@example.org;1;\n";
    String twice = "user;at;E-Mail (privat);user;msg\n0;2026-02-01;ann@example.org;1;\n";
    put("events/drifted.csv", drifted);
    put("events/twice.csv", twice);
    put("events/empty.csv", "");
    put("events/none.csv", "n;at;mail;user;msg\n");
    put("events/good.csv", events() + event("2026-02-01", "ann@example.org", "1"));

    shop().erase();

    assertThat(get("events/drifted.csv")).isEqualTo(drifted);
    assertThat(get("events/twice.csv")).isEqualTo(twice);
    assertThat(get("events/good.csv")).isEqualTo(events());
    assertThat(shop().ends())
        .containsExactly(
            "events clean 1",
            "events unmatched-schema 2",
            "events unsupported 1",
            "events verified 1");
    assertThat(shop().backupEnds()).filteredOn(BackupEnd::partial).hasSize(2);
    assertThat(shop().notes())
        .anyMatch(
            note ->
                note.contains("'events/*.csv'")
                    && note.contains(
                        "unmatched-schema: the header has no column 'E-Mail (privat)'"))
        .anyMatch(note -> note.contains("is unsupported: the header has duplicate names"))
        .noneMatch(note -> note.contains("ann@"));
  }

  @Test
  void aPictureIsNoFileOfRows() throws Exception {
    put("events/a.csv", "\u0089PNG\r\n\u001a\n");
    shop().erase();
    assertThat(get("events/a.csv")).isEqualTo("\u0089PNG\r\n\u001a\n");
    assertThat(shop().ends()).containsExactly("events unmatched-schema 1");
  }
}
