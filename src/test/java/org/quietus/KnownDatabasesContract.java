package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;

/** A database that cannot be worked on, or is not the one that is meant, is named. */
abstract class KnownDatabasesContract extends SeveralDatabasesFixture {

  /** Nobody is let in, the address is wrong, or no product is known by it. */
  private String[][] unusable() {
    return new String[][] {
      {"SHOP_PASSWORD", "not-the-password"},
      {"SHOP_URL", other().server().jdbcUrl("no_such_schema") + noMaking()},
      {"SHOP_URL", "jdbc:mysql://no-such-host.invalid/shop?connectTimeout=500"}
    };
  }

  /** H2 makes a database that is not there. */
  private String noMaking() {
    return other().isH2() ? ";IFEXISTS=TRUE" : "";
  }

  private void usable() {
    job.with("SHOP_URL", other().server().jdbcUrl(SHOP))
        .with("SHOP_PASSWORD", other().server().password());
  }

  @Test
  void aDatabaseThatCannotBeUsedKeepsNobodyFromTheOthers() throws Exception {
    job.with("SHOP_PASSWORD", "not-the-password");
    assertThat(run(2).err()).contains("database 'shop'", "nothing was touched");
    assertThat(crm("visit")).isEqualTo("1,2,3");
    usable();
    run(0);
    int at = 11;
    for (String[] wrong : unusable()) {
      String as = wrong[1];
      fillCrm(at);
      fillShop(at);
      job.with(wrong[0], wrong[1]);
      boolean passing = as.contains("no-such-host");
      assertThat(job.command("status").exitCode()).as(as).isZero();
      assertThat(hold("crm.visit", "id = 0", "LH-" + at).exitCode()).as(as).isZero();
      assertThat(job.command("hold list").out()).as(as).contains("LH-" + at);
      for (CommandRun needing :
          new CommandRun[] {
            job.command("plan"), job.command("validate"), hold("shop.orders", "id = 0", "LH-0")
          }) {
        assertThat(needing.exitCode()).as(as).isEqualTo(passing ? 4 : 2);
        assertThat(needing.out() + needing.err()).as(as).contains("database 'shop'");
      }
      CommandRun partial = run(8);
      assertThat(partial.json().get("messages").toString()).as(as).contains("database 'shop'");
      assertThat(only(partial).outcome()).as(as).isEqualTo(Outcome.PARTIAL);
      assertThat(crm("visit")).as(as).doesNotContain(at + ",");
      assertThat(shop("orders")).as(as).contains(at + ",");
      usable();
      at += 10;
    }
    run(0);
    assertThat(shop("orders")).isEqualTo("2,12,22,32");
  }
}
