package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.pack.PackJob.ok;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.cli.CommandRun;
import org.quietus.testing.DuckDb;

/**
 * The rows on how much goes: the data of one function, or everybody when the service is closed;
 * beyond {@link KaiconnAnswersContract}.
 */
abstract class KaiconnExtentContract extends KaiconnAnswersContract {
  private static final int CHILD = 40;

  /** The others' requests would tell nothing new, and take their time. */
  private void leavesTenPersons() throws Exception {
    String others = "account_id NOT BETWEEN 31 AND 40";
    job.execute(
        "DELETE FROM crash_report WHERE handset_id IN (SELECT id FROM handset WHERE "
            + others
            + ")");
    job.execute(
        "DELETE FROM smart_device WHERE home_id IN (SELECT id FROM home WHERE " + others + ")");
    for (String table :
        List.of(
            "handset",
            "home",
            "real_name_check",
            "location_trace",
            "post",
            "authorisation",
            "feedback",
            "network_log",
            "usage_event")) {
      job.execute("DELETE FROM " + table + " WHERE " + others);
    }
    job.execute("DELETE FROM account WHERE id NOT BETWEEN 31 AND 40");
  }

  @Test
  @Tag("long")
  void kaiconn_3_9_onShutdownEverybodyGoesOnceTheTimeAfterTheNoticeIsOver() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    leavesTenPersons();
    job.execute("UPDATE network_log SET logged_at = '2026-02-28 09:00:00' WHERE account_id = 37");
    job.vault().dump("weekly/app.sql.gz");
    CommandRun unannounced = job.command("run", "--wind-down");
    assertThat(unannounced.exitCode()).isEqualTo(2);
    assertThat(unannounced.err()).contains("wind-down: {");

    job.changing("subjects:\n", "wind-down: { notice: 2026-03-02, after: P30D }\n\nsubjects:\n");
    String plan =
        ok(job.command("plan", "--wind-down", "--json")).json().get("fingerprint").asString();
    ok(job.day(29).command("approve", plan, "--wind-down"));
    CommandRun early = job.command("run", "--wind-down");
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.err()).contains("2026-04-01");
    assertThat(job.number("SELECT COUNT(*) FROM account WHERE phone IS NOT NULL")).isEqualTo(10);

    CommandRun run = ok(job.day(30).command("run", "--wind-down", "--json"));

    for (String table : List.of("handset", "home", "post", "location_trace", "real_name_check")) {
      assertThat(job.number("SELECT COUNT(*) FROM " + table)).as(table).isZero();
    }
    assertThat(
            job.number(
                "SELECT COUNT(*) FROM account WHERE CONCAT_WS(',', phone, email,"
                    + " nickname) <> ''"))
        .isZero();
    assertThat(rows("network_log", SOMEBODY)).as("which a law keeps").isPositive();
    assertThat(job.vault().everything()).doesNotContain(job.person(SOMEBODY).phone());
    Certificate certificate = job.certificatesOf(run.json().get("runId").asString()).get(0);
    assertThat(certificate.identity().type()).isEqualTo(CertificateType.WIND_DOWN);
    assertThat(job.certificates())
        .filteredOn(one -> one.authority().ground().equals(Optional.of("service-ended")))
        .hasSizeGreaterThanOrEqualTo(10);
    job.at(LocalDate.of(2026, 9, 2)).run();
    assertThat(job.number("SELECT COUNT(*) FROM network_log")).isZero();
  }

  @Test
  void kaiconn_3_9_aPersonHasToApproveThatTheServiceIsClosed() throws Exception {
    job.changing("subjects:\n", "wind-down: { notice: 2026-03-02, after: P30D }\n\nsubjects:\n");
    job.run();
    CommandRun unapproved = job.day(40).command("run", "--wind-down");
    assertThat(unapproved.exitCode()).isEqualTo(7);
    assertThat(unapproved.err()).contains("--wind-down");
    job.changing("after: P30D", "after: P31D");
    String plan =
        ok(job.command("plan", "--wind-down", "--json")).json().get("fingerprint").asString();
    ok(job.command("approve", plan, "--wind-down", "--max-rows", "1"));
    assertThat(ok(job.command("plan", "--json")).json().get("approval").asString())
        .as("that of any day")
        .isEqualTo("NEEDED");
    CommandRun beyond = job.command("run", "--wind-down");
    assertThat(beyond.exitCode()).isEqualTo(7);
    assertThat(beyond.err()).contains(plan.substring(0, 12) + " --wind-down --max-rows");
    String ordinary = ok(job.command("plan", "--json")).json().get("fingerprint").asString();
    ok(job.command("approve", ordinary));
    ok(job.command("run"));
    assertThat(job.number("SELECT COUNT(*) FROM account WHERE phone IS NOT NULL")).isEqualTo(100);
  }

  @Test
  void kaiconn_3_12_anAuthorisationTakenBackTakesTheDataOfThatFunctionAlone() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    job.execute("UPDATE location_trace SET seen_at = '2026-03-01 09:00:00'"); // too young for rules
    job.vault().dump("weekly/app.sql.gz");
    Person person = job.person(SOMEBODY);
    String before = account(SOMEBODY);
    long traces = job.number("SELECT COUNT(*) FROM location_trace");
    long theirs = rows("location_trace", SOMEBODY);
    String address = job.text("SELECT address FROM home WHERE account_id = " + SOMEBODY);
    assertThat(theirs).isPositive();
    assertThat(job.vault().everything()).contains(address);

    String request = job.request(SOMEBODY, "--purpose", "location");
    job.day(8).run();

    assertThat(rows("location_trace", SOMEBODY)).isZero();
    assertThat(job.number("SELECT COUNT(*) FROM location_trace")).isEqualTo(traces - theirs);
    assertThat(
            job.text(
                "SELECT CONCAT_WS(',', COUNT(*), MAX(address), MAX(name)) FROM home WHERE"
                    + " account_id = "
                    + SOMEBODY))
        .startsWith("1,")
        .doesNotContain(address);
    assertThat(account(SOMEBODY)).isEqualTo(before);
    assertThat(rows("real_name_check", SOMEBODY) + rows("handset", SOMEBODY)).isPositive();
    assertThat(job.vault().everything())
        .doesNotContain(address)
        .contains(person.phone(), person.idCard(), job.person(SOMEBODY + 1).phone());
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.authority().ground()).contains("consent-withdrawn");
    assertThat(certificate.authority().purpose()).contains("location");
    assertThat(certificate.targets()).anyMatch(one -> one.counts().deleted() == theirs);
    assertThat(job.told()).as("who had the data for it").containsExactly("map");
    job.confirms("map");
    job.day(10).run();
    assertThat(job.state(request)).isEqualTo("completed");
  }

  @Test
  void kaiconn_3_12_theAuthorisationOfEachFunctionCanBeTakenBackByItself() throws Exception {
    String everything =
        "SELECT CONCAT_WS(',', phone, email, account_no, push_id, city, birth_date, nickname,"
            + " signature, LENGTH(avatar)) FROM account WHERE id = ";
    job.execute("UPDATE account SET avatar = X'00', signature = 'x'");
    Map<String, Integer> persons = Map.of("push", 31, "sharing", 32, "greeting", 33);
    Map<String, String> before = new HashMap<>();
    Map<String, String> requests = new HashMap<>();
    long others = job.number("SELECT COUNT(*) FROM post WHERE account_id <> 32");
    for (Map.Entry<String, Integer> each : persons.entrySet()) {
      before.put(each.getKey(), job.text(everything + each.getValue()));
      requests.put(each.getKey(), job.request(each.getValue(), "--purpose", each.getKey()));
    }
    String push = job.text("SELECT push_id FROM account WHERE id = 31");
    String nickname = job.text("SELECT nickname FROM account WHERE id = 33");

    job.day(8).run();

    assertThat(job.text(everything + 31))
        .as("push: where messages go")
        .isEqualTo(before.getOrDefault("push", "").replace(push + ",", ""));
    assertThat(job.text(everything + 32))
        .as("sharing: the posts and the signature; the greeting needs the picture")
        .isEqualTo(before.getOrDefault("sharing", "").replace(",x,", ","));
    assertThat(rows("post", 32)).isZero();
    assertThat(job.number("SELECT COUNT(*) FROM post WHERE account_id <> 32")).isEqualTo(others);
    assertThat(job.text(everything + 33))
        .as("greeting: the nickname; posts are shown with the picture")
        .isEqualTo(before.getOrDefault("greeting", "").replace(nickname + ",", ""));
    assertThat(job.told()).as("who had data for one of them").containsExactly("push");
    requests.forEach(
        (purpose, request) ->
            assertThat(job.certificatesOf(request).get(0).authority().purpose()).contains(purpose));
    CommandRun unknown =
        job.typing(
            "phone: " + job.person(SOMEBODY).phone() + "\n",
            "request add",
            "--identifiers-from",
            "-",
            "--purpose",
            "telepathy");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("greeting", "location", "push", "sharing");
  }

  @Test
  void kaiconn_3_12_whatAnotherFunctionNeedsTooStaysAndIsNamed() throws Exception {
    String before = job.text("SELECT nickname FROM account WHERE id = " + SOMEBODY);
    job.execute("UPDATE account SET avatar = X'00', signature = 'x' WHERE id = " + SOMEBODY);
    String request = job.request(SOMEBODY, "--purpose", "sharing");
    job.day(8).run();
    assertThat(rows("post", SOMEBODY)).isZero();
    assertThat(
            job.text(
                "SELECT CONCAT_WS(',', nickname, signature, LENGTH(avatar)) FROM account WHERE id ="
                    + " "
                    + SOMEBODY))
        .isEqualTo(before + ",1");
    assertThat(job.lastCertificateOf(request).notRemoved().kept())
        .anySatisfy(
            kept -> {
              assertThat(kept.records()).isEqualTo(1);
              assertThat(kept.basis()).isEqualTo("needed for purpose 'greeting'");
              assertThat(kept.until()).isEmpty();
            });
    job.day(10).run();
    assertThat(job.state(request)).isEqualTo("completed");
    assertThat(ok(job.command("request show", request)).out()).contains("sharing");
  }

  @Test
  void kaiconn_3_12_theAccountOfSomebodyUnder18GoesWithoutBeingAskedFor() throws Exception {
    job.execute("UPDATE account SET birth_date = '2008-03-03' WHERE id = " + CHILD);
    job.execute("UPDATE account SET birth_date = '2008-03-02' WHERE id = " + (CHILD + 1));
    job.run();
    assertThat(account(CHILD)).isEmpty();
    assertThat(account(CHILD + 1)).contains(job.person(CHILD + 1).phone());
    assertThat(job.certificates())
        .anyMatch(certificate -> certificate.authority().ground().equals(Optional.of("minor")));
  }

  @Test
  void kaiconn_3_10_chineseNamesAndAddressesGoFromParquet() throws Exception {
    job.changing(
        "object-stores:\n",
        """
        files:
          lake:
            of: app
            in: vault
            objects: "lake/**.parquet"
            format: parquet
            from: 时间
            persons: { user: { 用户.手机号: phone } }
            on-erasure: delete
          orders:
            of: app
            in: vault
            objects: "orders/**.parquet"
            format: parquet
            from: 时间
            persons: { user: { 用户.手机号: phone } }
            on-erasure: anonymise
            anonymise: { 用户.手机号: set-null, 用户.姓名: redact, 地址: { fixed: 已删除 } }
        object-stores:
        """);
    Person person = job.person(SOMEBODY);
    Person other = job.person(SOMEBODY + 1);
    Path file = directory.resolve("written.parquet");
    try (DuckDb duckdb = new DuckDb()) {
      String row =
          "SELECT {'姓名': '𠮷%s', '手机号': '%s'} AS 用户, '深圳市𠮷样例街%d号' AS 地址, DATE '2026-02-01' AS 时间";
      duckdb.run(
          "COPY (%s UNION ALL %s) TO '%s' (FORMAT parquet)"
              .formatted(
                  row.formatted(other.name(), other.phone(), 2),
                  row.formatted(person.name(), person.phone(), 1),
                  file));
      for (String key : List.of("lake/a.parquet", "orders/a.parquet")) {
        job.vault().put(key, Files.readAllBytes(file));
      }

      erased(SOMEBODY);

      String others =
          "{'用户': {'姓名': 𠮷%s, '手机号': %s}, '地址': 深圳市𠮷样例街2号, '时间': 2026-02-01}"
              .formatted(other.name(), other.phone());
      Files.write(file, job.vault().get("lake/a.parquet"));
      assertThat(duckdb.rows(file)).containsExactly(others);
      Files.write(file, job.vault().get("orders/a.parquet"));
      assertThat(duckdb.rows(file))
          .containsExactly(
              others,
              "{'用户': {'姓名': %s, '手机号': NULL}, '地址': 已删除, '时间': 2026-02-01}"
                  .formatted("*".repeat(person.name().length() + 1)));
    }
    assertThat(job.vault().contents()).noneMatch(content -> content.contains("样例街1号"));
  }
}
