package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** Two schemas of one server, whose runs share a control schema. */
@EnabledIfServer
@Tag("long")
class PersonsElsewhereServerTest extends PersonsElsewhereContract {

  @Override
  ShopEngine home() {
    return ShopEngine.shared();
  }

  @Override
  ShopEngine other() {
    return ShopEngine.shared();
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "a trigger takes a request up in between")
  void noHoldIsLeftOfARestrictionThatCameWhenARunHadTakenTheRequestUp() throws Exception {
    written(SAME.replace("SAME", "customer"));
    String customer = request("customer", "email: bob@example.com");
    home()
        .execute(
            "quietus",
            "CREATE TRIGGER taken_up AFTER INSERT ON legal_hold FOR EACH ROW"
                + " UPDATE request SET state = 'running' WHERE request_id = '%s'"
                    .formatted(customer));
    CommandRun restricted;
    try {
      restricted = job.command("request restrict", customer, "--review", "2030-01-01");
    } finally {
      home().execute("quietus", "DROP TRIGGER taken_up");
    }
    assertThat(restricted.exitCode()).as(restricted.out() + restricted.err()).isNotZero();
    assertThat(restricted.err()).contains("running");
    assertThat(job.command("hold list").out()).contains("no hold in force");
  }
}
