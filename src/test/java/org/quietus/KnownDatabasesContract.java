package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;

/** A database that cannot be worked on, or is not the one that is meant, is named. */
abstract class KnownDatabasesContract extends SeveralDatabasesFixture {
  private static final String STAGE = "several_stage";
  private static final String SPARE = "several_spare";

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

  /** The same tables, with rows that are due, in another place. */
  private void stage() throws Exception {
    home().server().createSchema(STAGE);
    home()
        .execute(
            STAGE,
            "CREATE TABLE orders (id INT PRIMARY KEY, at DATE NOT NULL)",
            "CREATE INDEX orders_at ON orders (at)",
            "CREATE TABLE item (id INT PRIMARY KEY, order_id INT NOT NULL,"
                + " FOREIGN KEY (order_id) REFERENCES orders (id))",
            "CREATE INDEX item_order ON item (order_id)",
            "INSERT INTO orders VALUES (7, '2020-05-05'), (8, '2026-02-02')");
  }

  private void shopIsStage() {
    job.with("SHOP_URL", home().server().jdbcUrl(STAGE))
        .with("SHOP_USER", home().server().username())
        .with("SHOP_PASSWORD", home().server().password());
  }

  private void shopIsShop() {
    usable();
    job.with("SHOP_USER", other().server().username());
  }

  private String staged() throws Exception {
    return ids(home(), STAGE, "orders");
  }

  CommandRun accept(String database) {
    CommandRun plan = job.command("plan", "--json");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    return job.command(
        "approve", plan.json().get("fingerprint").asString(), "--database", database);
  }

  private static void refused(CommandRun refused, String database) {
    assertThat(refused.exitCode()).as(refused.out() + refused.err()).isEqualTo(2);
    assertThat(refused.out() + refused.err())
        .contains(
            "database '" + database + "' is not the one that job 'several' worked on before",
            "FINGERPRINT --database " + database,
            "job.yaml:");
  }

  @Test
  void anotherDatabaseWithTheSameTablesIsRefusedUntilAPersonSaysThatItIsMeant() throws Exception {
    CommandRun done = run(0);
    assertThat(hold("shop.orders", "id = 8", "LH-1").exitCode()).isZero();
    stage();
    fillCrm(11);
    fillShop(11);
    shopIsStage();
    refused(job.command("run"), "shop");
    refused(job.command("validate"), "shop");
    refused(hold("shop.orders", "id = 7", "LH-2"), "shop");
    refused(job.command("hold release", "--reference", "LH-1", "--reason", "over"), "shop");
    assertThat(crm("visit") + " " + staged()).isEqualTo("2,11,12,13 7,8");
    assertThat(job.command("plan").err() + job.command("plan").out()).contains("is not the one");
    assertThat(job.command("status").exitCode()).isZero();
    assertThat(job.command("hold list").out()).contains("LH-1").doesNotContain("LH-2");
    CommandRun live = live(only(done));
    assertThat(live.exitCode()).as(live.out() + live.err()).isNotZero();
    assertThat(accept("nowhere").err()).contains("has no database 'nowhere'; it has: ");

    CommandRun accepted = accept("shop");
    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    assertThat(job.command("validate").exitCode()).isZero();
    home().execute(STAGE, "UPDATE orders SET at = '2020-05-05'");
    run(0);
    assertThat(staged()).isEqualTo("8"); // which is held there as well
    assertThat(shop("orders")).isEqualTo("2,11,12");
    assertThat(crm("visit")).isEqualTo("2,12");
    shopIsShop();
    refused(job.command("run"), "shop");
  }

  @Test
  void anUnfinishedRunGoesOnWhereItHasBegunAndNowhereElse() throws Exception {
    String id = interrupted();
    stage();
    shopIsStage();
    refused(job.command("run"), "shop");
    CommandRun accepted = accept("shop");
    assertThat(accepted.exitCode()).as(accepted.err()).isEqualTo(7);
    assertThat(accepted.err()).contains("abandon", id);
    shopIsShop();
    run(0);
    assertThat(shop("orders") + " " + staged()).isEqualTo("2 7,8");

    fillShop(11);
    String second = interrupted();
    shopIsStage();
    assertThat(job.command("abandon", second).exitCode()).isZero();
    assertThat(job.certificatesOf(second).get(0).residuals().copies())
        .extracting(copy -> copy.of() + " " + copy.protection())
        .contains("shop not-read");
    assertThat(accept("shop").exitCode()).isZero();
    run(0);
    assertThat(shop("orders") + " " + staged()).isEqualTo("2,11,12 8");
  }

  @Test
  void anotherHomeUnderTheSameNameIsRefused() throws Exception {
    run(0);
    home().server().createSchema(STAGE);
    home()
        .execute(
            STAGE,
            "CREATE TABLE customer (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL, closed_at"
                + " DATE, done_at TIMESTAMP NULL)",
            "CREATE TABLE visit (id INT PRIMARY KEY, at DATE NOT NULL)",
            "CREATE INDEX visit_at ON visit (at)",
            "CREATE INDEX customer_closed ON customer (closed_at)",
            "INSERT INTO visit VALUES (7, '2020-05-05')");
    job.with("URL", home().server().jdbcUrl(STAGE));
    refused(job.command("run"), "crm");
    refused(hold("crm.visit", "id = 7", "LH-1"), "crm");
    assertThat(ids(home(), STAGE, "visit")).isEqualTo("7");
    CommandRun accepted = accept("crm");
    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    run(0);
    assertThat(ids(home(), STAGE, "visit")).isEmpty();
  }

  @Test
  void aDatabaseThatIsAddedLaterIsKnownOnceItsPlanIsApproved() throws Exception {
    written(
        JOB.replaceAll("(?m)^  shop: .*\n", "")
            .replaceAll("(?s)  orders:.*", "")
            .replace(
                "anonymise:\n",
                """
                  spare: { url: "${CRM2}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
                anonymise:
                """));
    home().server().createSchema(SPARE);
    job.with("CRM2", home().server().jdbcUrl(SPARE));
    run(0);
    written(JOB);
    run(7);
    CommandRun plan = job.command("plan", "--json");
    assertThat(job.command("approve", plan.json().get("fingerprint").asString()).exitCode())
        .isZero();
    run(0);
    assertThat(shop("orders")).isEqualTo("2");
    stage();
    shopIsStage();
    refused(job.command("run"), "shop");
  }

  @Test
  void aFirstPlanWaitsForAPersonWhereAnotherJobRan() throws Exception {
    assertThat(alone().run().exitCode()).isZero();
    assertThat(job.command("plan").out()).contains("job 'alone' ran beside");
    String named = run(7).err();
    assertThat(named).contains("job 'alone' ran beside", "quietus approve");
    if (!shareControl()) {
      assertThat(named).contains("database 'shop'");
    }
    CommandRun plan = job.command("plan", "--json");
    assertThat(job.command("approve", plan.json().get("fingerprint").asString()).exitCode())
        .isZero();
    assertThat(run(0).json().get("messages").toString()).doesNotContain("'alone'");
    assertThat(job.command("plan").out()).doesNotContain("'alone'");
  }

  @Test
  void whatADatabaseRefusesNamesIt() throws Exception {
    run(0);
    if (shareControl()) {
      return;
    }
    fillShop(11);
    other().execute(SHOP, "ALTER TABLE quietus.fence RENAME COLUMN token TO tokens");
    try {
      assertThat(job.command("run").err()).contains("database 'shop' answered", "SQL state");
    } finally {
      other().execute(SHOP, "ALTER TABLE quietus.fence RENAME COLUMN tokens TO token");
    }
    run(0);
    assertThat(shop("orders")).isEqualTo("2,12");
  }

  @Test
  void aDatabaseThatIsOlderThanItWasLeftIsNamed() throws Exception {
    run(0);
    if (shareControl()) {
      return; // which is restored with home, or not at all
    }
    long before = token();
    run(0);
    assertThat(token()).isGreaterThan(before);
    other().execute(SHOP, "UPDATE quietus.fence SET token = " + before); // as a backup has it
    fillShop(11);
    CommandRun run = job.command("run");
    refused(run, "shop");
    assertThat(run.err()).contains("it is older than the last run left it");
    assertThat(shop("orders")).isEqualTo("2,11,12");
    assertThat(accept("shop").exitCode()).isZero();
    run(0);
    assertThat(shop("orders")).isEqualTo("2,12");
    other().execute(SHOP, "UPDATE quietus.fence SET token = token + 5"); // another job's runs
    run(0);
  }

  private long token() throws Exception {
    return number(other(), SHOP, "SELECT token FROM quietus.fence");
  }
}
