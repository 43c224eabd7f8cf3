package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** JSON Lines. */
class JsonlRecordTest extends RecordContract {
  private static final String KEPT =
      """
      {"at":"2026-02-01T10:00:00Z","user":{"email":"ben@example.org","id":2},"n":0}

      { "at" : 1769940000, "user":{ "email":"", "id":null } , "msg":"nobody's" }
      {"at":"2026-03-02T10:00:00Z","user":{"email":"ann@example.org"},"msg":"came back"}\r
      {"at":"2026-02-01T10:00:00Z","user":{"name":"Ann Ado"}}
      """;

  @Override
  String job() {
    return FileContract.JOB;
  }

  @Override
  String ending() {
    return ".jsonl";
  }

  @Override
  String events() {
    return "";
  }

  @Override
  String event(@Nullable String at, @Nullable String mail, @Nullable String id) {
    List<String> user = new ArrayList<>();
    if (mail != null) {
      user.add("\"email\":\"" + mail + "\"");
    }
    if (id != null) {
      user.add("\"id\":" + id);
    }
    return "{%s\"user\":{%s}}\n"
        .formatted(at == null ? "" : "\"at\":\"" + at + "\",", String.join(",", user));
  }

  @Override
  String kept() {
    return KEPT;
  }

  @Override
  String broken() {
    return "{\"user\":{\"email\":\"ann@example.org\"\n";
  }

  @Override
  String whyBroken() {
    return "line 2: not valid JSON; it stays as it is";
  }

  @Override
  String access() {
    return "";
  }

  @Override
  String access(@Nullable String ts, @Nullable String mail, String ip) {
    return "{ %s\"ip\" : \"%s\", \"mail\": %s , \"x\": 1.50}\n"
        .formatted(
            ts == null ? "" : "\"ts\":\"" + ts + "\", ",
            ip,
            mail == null ? "null" : "\"" + mail + "\"");
  }

  /** A key says who somebody is, whatever the job file says that it is besides. */
  @Test
  void aPersonIsKnownByAKeyThatIsANameToo() throws Exception {
    String hers = event("2026-02-01T10:00:00Z", null, "1");
    put("events/a.jsonl", hers + KEPT);
    open(
        job ->
            (job + job())
                .replace("identifiers: { email: email,", "identifiers: { id: name, email: email,"));
    shop().erase();
    assertThat(get("events/a.jsonl")).isEqualTo(KEPT);
    assertThat(shop().ends()).contains("events verified 1");
  }

  @Test
  void aFileOfWhichHadoopKeepsTheChecksumIsNamedAndStays() throws Exception {
    String hers = event("2026-02-01T10:00:00Z", "ann@example.org", null);
    put("events/a.jsonl", hers + KEPT);
    put("events/b.jsonl", hers + KEPT);
    put("events/c.jsonl", KEPT);
    put("events/.a.jsonl.crc", "crc");
    put("events/.c.jsonl.crc", "crc");
    shop().erase();
    assertThat(get("events/a.jsonl")).isEqualTo(hers + KEPT);
    assertThat(get("events/b.jsonl")).isEqualTo(KEPT);
    assertThat(shop().ends()).contains("events unsupported 1", "events clean 1");
    assertThat(shop().backupEnds()).anyMatch(end -> end.partial());
    assertThat(shop().notes()).anyMatch(note -> note.contains("'.NAME.crc'"));
    Files.delete(directory.resolve("store/events/.a.jsonl.crc"));
    shop().nextRun();
    shop().erase();
    assertThat(get("events/a.jsonl")).isEqualTo(KEPT);
  }

  @Test
  void namesRecordsThatMayTellOfAPersonWhereNobodyLooks() throws Exception {
    String odd =
        """
        [{"at":"2026-02-01T10:00:00Z","user":{"email":"ann@example.org"}}]
        {"at":"2026-02-01T10:00:00Z","user":[{"email":"ann@example.org"}]}
        {"at":"2026-02-01T10:00:00Z","user":{"email":["ann@example.org"]}}
        {"at":"2026-02-01T10:00:00Z","user":"ann@example.org"}
        {"at":"2026-02-01T10:00:00Z","to":{"email":"ann@example.org"}}
        "ann@example.org"
        """;
    String plain =
        """
        {"at":"2026-02-01T10:00:00Z","user":null,"to":[ ]}
        {"at":"2026-02-01T10:00:00Z","user":"","to":{}}
        """;
    put("events/a.jsonl", odd + plain + "{\"at\":1700000001,\"user\":{\"id\":1}}\n");
    put("events/plain", plain);
    shop().erase();
    assertThat(get("events/a.jsonl")).isEqualTo(odd + plain);
    assertThat(shop().ends()).containsExactly("events clean 1", "events unread-rows 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("6 records have a text, an object"));
  }

  @Test
  void aFixedValueIsSpelledAsTheValueThatItTakesThePlaceOf() throws Exception {
    open(
        FileContract.JOB.replace(
            "{ who: redact }",
            "{ age: { fixed: 0 }, size: { fixed: \"-1.50\" }, ok: { fixed: false }, no: { fixed:"
                + " x } }"));
    put(
        "audit/a.jsonl",
        """
        {"at":"2025-02-01","age":41,"size":-7e1,"ok":true,"no":7}
        {"at":"2025-02-01","age":"41","size":"L","ok":"yes","no":true}
        {"at":"2025-02-01","age":null,"size":0.0,"ok":null}
        """);
    String all =
        """
        {"at":"2025-02-01","age":0,"size":-1.50,"ok":false,"no":"x"}
        {"at":"2025-02-01","age":"0","size":"-1.50","ok":"false","no":"x"}
        {"at":"2025-02-01","age":null,"size":-1.50,"ok":null}
        """;
    shop().screen();
    assertThat(get("audit/a.jsonl")).isEqualTo(all);
    shop().nextRun();
    shop().screen();
    assertThat(get("audit/a.jsonl")).isEqualTo(all);
    assertThat(shop().ends()).containsExactly("audit clean 1");
  }

  @Test
  void namesRecordsPastTheirPeriodOfWhichNotAllCanBeAnonymised() throws Exception {
    open(FileContract.JOB.replace("{ who: redact }", "{ user.name: redact }"));
    String odd =
        """
        {"at":"2025-02-01T10:00:00Z","user":"Ann Ado"}
        {"at":"2025-02-01T10:00:00Z","user":[{"name":"Ann"}]}
        {"at":"2026-02-28T10:00:00Z","user":"Ann Ado"}
        """;
    put("audit/a.jsonl", odd + "{\"at\":\"2025-02-01\",\"user\":{\"name\":\"Ann\"}}\n");
    shop().screen();
    assertThat(get("audit/a.jsonl"))
        .isEqualTo(odd + "{\"at\":\"2025-02-01\",\"user\":{\"name\":\"***\"}}\n");
    assertThat(shop().ends()).containsExactly("audit unread-rows 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("2 records have a text, an object"));
  }

  @Test
  void leavesARecordOfSeveralPersonsForReview() throws Exception {
    String doubtful =
        """
        {"at":"2026-02-01T10:00:00Z","user":{"email":"ann@example.org","id":7}}
        {"user":{"email":"ann@example.org"},"undated":"in an object that is later than the erasure"}
        {"at":"2026-02-01T10:00:00Z","to":[{"email":"ann@example.org"},{"email":"cid@example.org"}]}
        """;
    put("events/a.jsonl", doubtful + KEPT);
    shop().erase();
    assertThat(get("events/a.jsonl")).isEqualTo(doubtful + KEPT);
    assertThat(shop().ledger()).containsExactly("events.(records) left for review 3");
  }

  @Test
  void anonymisesEachElementOfAListAndLeavesTheRestOfTheLine() throws Exception {
    put(
        "access/web.jsonl",
        """
        { "ts":"2026-02-28", "ip" : "10.1.2.3", "mail":"ann@example.org", "x": 1.50, "seen":[{"day":"2026-02-17"},{}] }
        {"ip":"10.1.2.3","mail":"ben@example.org"}
        """);
    shop().erase();
    assertThat(get("access/web.jsonl"))
        .isEqualTo(
            """
            { "ts":"2026-02-28", "ip" : "10.1.0.0", "mail":null, "x": 1.50, "seen":[{"day":"2026-02-01"},{}] }
            {"ip":"10.1.2.3","mail":"ben@example.org"}
            """);
    assertThat(shop().ledger())
        .containsExactly(
            "access.(records) anonymise: mail set-null, ip network, seen[*].day month 1");
    assertThat(shop().reread()).isEmpty();
  }

  @Test
  void takesNumbersThatAreMomentsForMomentsAndNoOthers() throws Exception {
    // kept for 90 days in Berlin, from 2026-03-01T12:01Z on: due before 2025-11-30T23:00Z
    String kept =
        """
        {"ts":1764543600000,"mail":"ben@example.org"}
        {"ts":"2025-12-01T00:00:00+01:00"}
        {"ts":"2025-12-01 00:00:00","zone":"of the job"}
        {"mail":"ann@example.org","ip":"10.1.2.3"}
        {"ts":"yesterday"}
        {"ts":0}
        {"ts":-1}
        {"ts":20250101}
        {"ts":"20250101"}
        {"ts":202501010101}
        {"ts":20250101010101}
        {"ts":"1970-01-01T00:00:00Z"}
        {"ts":"1970-01-01T01:00:00+01:00"}
        {"ts":"1970-01-01 00:00:00"}
        {"ts":"1969-12-31T16:00:00-08:00"}
        {"ts":"0001-01-01T00:00:00Z"}
        {"ts":"1900-01-01"}
        {"ts":"9999-12-31T23:59:59.999Z"}
        """;
    put(
        "access/web.jsonl",
        """
        {"ts":1764543599999}
        {"ts":1764543599}
        """
            + kept
            + "{\"ts\":\"2025-11-30T23:59:59\"}\n{\"ts\":\"2024-02-29\"}");
    put(
        "audit/a.jsonl",
        "{\"at\":946684800,\"who\":\"Ann Ado\",\"n\":1}\n{\"at\":9e8,\"who\":\"***\"}\n");
    shop().screen();
    assertThat(get("access/web.jsonl")).isEqualTo(kept);
    assertThat(get("audit/a.jsonl"))
        .isEqualTo(
            "{\"at\":946684800,\"who\":\"*******\",\"n\":1}\n{\"at\":9e8,\"who\":\"***\"}\n");
    assertThat(shop().ledger())
        .containsExactly("access.(records) delete 4", "audit.(records) anonymise: who redact 1");
    assertThat(shop().ends()).containsExactly("access verified 1", "audit verified 1");
    assertThat(shop().overdue()).containsExactly("access.(records) 0 0", "audit.(records) 0 0");
    assertThat(shop().notes()).anyMatch(note -> note.contains("15 records have no moment at 'ts'"));
    shop().nextRun();
    shop().screen();
    assertThat(shop().ledger()).isEmpty();
    assertThat(shop().ends()).containsExactly("access clean 1", "audit clean 1");
  }
}
