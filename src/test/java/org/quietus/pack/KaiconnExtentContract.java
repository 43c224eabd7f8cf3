package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.pack.PackJob.ok;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;

/**
 * The rows on how much goes: the data of one function, or everybody when the service is closed;
 * beyond {@link KaiconnAnswersContract}.
 */
abstract class KaiconnExtentContract extends KaiconnAnswersContract {
  private static final int CHILD = 40;

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
}
