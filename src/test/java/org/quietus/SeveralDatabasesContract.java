package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;

/** A job of several databases is one run over all of them, and each is as the rules leave it. */
abstract class SeveralDatabasesContract extends KnownDatabasesContract {

  @Test
  void oneRunTakesWhatIsDueInEachAndCertifiesAll() throws Exception {
    assertThat(job.command("validate").exitCode()).isZero();
    CommandRun plan = job.command("plan");
    assertThat(plan.out()).contains("shop.orders", "crm.visit", "crm (", "shop (");

    CommandRun run = run(0);

    assertThat(crm("visit")).isEqualTo("2");
    assertThat(crm("customer WHERE name = '***'")).isEqualTo("1");
    assertThat(crm("customer WHERE name = 'Bob'")).isEqualTo("2");
    assertThat(shop("orders")).isEqualTo("2");
    assertThat(shop("item")).isEqualTo("21");
    Certificate certificate = only(run);
    assertThat(certificate.targets())
        .extracting(target -> target.name() + " " + target.counts().deleted())
        .contains("crm.visit 2", "shop.orders 1", "shop.item 2");
    assertThat(certificate.verification().orElseThrow().checks())
        .extracting(check -> check.target() + " " + check.due())
        .contains("crm.visit 0", "crm.customer 0", "shop.orders 0", "shop.item 0");
    assertThat(count(home(), CRM, "ledger_count WHERE table_name LIKE 'crm.%'")).isPositive();
    assertThat(count(other(), SHOP, "ledger_count WHERE table_name LIKE 'shop.%'")).isEqualTo(2);
    assertThat(run(0).json().get("byTable").path("shop.orders").path("deleted").asLong()).isZero();
    verifiedLive(certificate);
    assertThat(job.command("status").out()).contains("COMPLETE");
  }

  @Test
  void aDatabaseThatIsDownIsLeftOutByNameAndComesWithTheNextRun() throws Exception {
    run(0);
    fillCrm(11);
    fillShop(11);

    CommandRun partial = down(8);

    assertThat(partial.json().get("messages").toString())
        .contains("nothing was done in database 'shop'");
    assertThat(crm("visit")).isEqualTo("2,12");
    assertThat(shop("orders")).isEqualTo("2,11,12");
    Certificate certificate = only(partial);
    assertThat(certificate.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(certificate.residuals().copies())
        .anyMatch(
            copy ->
                copy.place() == Residuals.Place.DATABASE
                    && copy.of().equals("shop")
                    && copy.protection().equals("not-reached"));
    CommandRun shown = job.command("certificate show", certificate.identity().id());
    assertThat(shown.out() + shown.err()).contains("could not be reached; nothing was done there");

    CommandRun whole = run(0);

    assertThat(shop("orders")).isEqualTo("2,12");
    assertThat(only(whole).targets()).extracting(target -> target.name()).contains("shop.item");
  }

  @Test
  void oneThatIsDownIsWaitedForBeforeItIsLeftOut() throws Exception {
    run(0);
    fillCrm(11);
    job.with("SHOP_URL", NOBODY);
    CommandRun waited = job.command("run", "--wait", "PT1S");
    assertThat(waited.exitCode()).isEqualTo(8);
    assertThat(waited.err()).contains("'shop'", "waiting up to PT1S");
    assertThat(crm("visit")).isEqualTo("2,12");
  }

  @Test
  void whereNobodyKnowsThePlanOfOneThatIsDownNothingIsTouched() throws Exception {
    CommandRun first = down(8);
    assertThat(first.err()).contains("'shop'", "nothing was touched");
    assertThat(crm("visit")).isEqualTo("1,2,3");

    run(0);
    fillCrm(11);
    home().execute(CRM, "ALTER TABLE visit ADD note VARCHAR(10)");
    assertThat(down(8).err()).contains("nothing was touched");
    assertThat(crm("visit")).isEqualTo("2,11,12,13");
    assertThat(job.command("plan").exitCode()).isZero();
    assertThat(job.with("SHOP_URL", NOBODY).command("plan").exitCode()).isEqualTo(4);
  }

  @Test
  void approvalIsOfThePlansOfAllOfThem() throws Exception {
    run(0);
    other().execute(SHOP, "ALTER TABLE item ADD note VARCHAR(10)");
    assertThat(run(7).err()).contains("quietus approve");
    String fingerprint = job.command("plan", "--json").json().get("fingerprint").asString();
    assertThat(job.command("approve", fingerprint).exitCode()).isZero();
    run(0);
  }

  @Test
  void aRunGoesOnInAllOfThemWhereItWasInterrupted() throws Exception {
    String id = interrupted();
    if (!shareControl()) {
      // as if the process had died after home had the run, and before the other database knew
      other().execute(SHOP, "DELETE FROM quietus.run_database", "DELETE FROM quietus.work");
    }
    fillShop(11);

    CommandRun waits = down(8);
    assertThat(waits.json().get("messages").toString()).contains("'shop'", id, "cannot be reached");
    assertThat(waits.json().get("outcome").asString()).isEqualTo("UNFINISHED");
    assertThat(crm("visit")).isEqualTo("2");
    assertThat(shop("orders")).isEqualTo("1,2,11,12");
    assertThat(job.certificatesOf(id)).isEmpty();

    job.with("SHOP_URL", other().server().jdbcUrl(SHOP));
    run(0);

    assertThat(job.certificatesOf(id).get(0).targets())
        .extracting(target -> target.name() + " " + target.counts().deleted())
        .contains("crm.visit 2", "shop.orders 2", "shop.item 4");
    assertThat(crm("visit")).isEqualTo("2");
    assertThat(shop("orders")).isEqualTo("2,12");
  }

  @Test
  void aRunThatBeganWithoutADatabaseEndsWithoutIt() throws Exception {
    run(0);
    fillCrm(11);
    fillShop(11);
    job.with("SHOP_URL", NOBODY);
    String id = interrupted();
    job.with("SHOP_URL", other().server().jdbcUrl(SHOP));

    CommandRun both = run(8);

    assertThat(job.certificatesOf(id).get(0).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(job.certificatesOf(id).get(0).targets())
        .extracting(target -> target.name())
        .doesNotContain("shop.orders");
    assertThat(both.out()).isNotEmpty();
    assertThat(shop("orders")).isEqualTo("2,12");
    assertThat(crm("visit")).isEqualTo("2,12");
  }

  @Test
  void whoSetsAHoldWhereTheRowsAreIsHeard() throws Exception {
    OpenedJob alone = alone();
    CommandRun held =
        alone.command(
            "hold add",
            "--records",
            "mine.orders",
            "--where",
            "id = 1",
            "--reference",
            "LH-1",
            "--basis",
            "litigation",
            "--review",
            "2030-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();

    CommandRun run = run(0);

    assertThat(crm("visit")).isEqualTo("2");
    assertThat(shop("orders")).isEqualTo("1,2");
    assertThat(shop("item")).isEqualTo("11,12,21");
    assertThat(only(run).notRemoved().holds())
        .anyMatch(hold -> hold.reference().equals("LH-1") && hold.target().equals("shop.orders"));
    assertThat(alone.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();
    run(0);
    assertThat(shop("orders")).isEqualTo("2");
  }

  @Test
  void aHoldOnAnyOfThemBindsBesideItsRowsBeforeTheCommandReturns() throws Exception {
    CommandRun held = hold("shop.orders", "id = 1", "LH-1");
    assertThat(held.exitCode()).as(held.err()).isZero();
    OpenedJob alone = alone();
    assertThat(alone.command("hold list").out()).contains("LH-1", "mine.orders");
    assertThat(job.command("hold list").out()).contains("LH-1", "shop.orders");

    CommandRun run = run(0);
    assertThat(shop("orders")).isEqualTo("1,2");
    assertThat(only(run).notRemoved().holds())
        .anyMatch(hold -> hold.reference().equals("LH-1") && hold.target().equals("shop.orders"));

    assertThat(hold("crm.visit", "id = 1", "LH-1").exitCode()).isZero();
    CommandRun twice = job.command("hold release", "--reference", "LH-1", "--reason", "over");
    assertThat(twice.err()).contains("2 holds in force have that reference");
    for (String id : twice.err().replaceAll("(?s).*reference: | *;.*", "").split(", ")) {
      CommandRun released = job.command("hold release", id, "--reason", "over");
      assertThat(released.exitCode()).as(released.err()).isZero();
    }
    assertThat(alone.command("hold list").out()).contains("no hold in force");
    run(0);
    assertThat(shop("orders")).isEqualTo("2");
    assertThat(crm("visit")).isEqualTo("2");
  }

  @Test
  void aHoldThatComesWhileARunIsAtWorkBinds() throws Exception {
    try (JobSession session = job.session()) {
      RunResult result =
          session.run(
              new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), 1),
              new Listening() {
                @Override
                public void started(String run, boolean resumed, long due) {
                  assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isZero();
                }
              });
      assertThat(result.exitCode()).isZero();
    }
    assertThat(shop("orders")).isEqualTo("1,2");
    assertThat(crm("visit")).isEqualTo("2");
  }

  @Test
  void aHoldThatCannotBeInForceIsNotSet() throws Exception {
    run(0);
    job.with("SHOP_URL", NOBODY);
    assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isEqualTo(4);
    assertThat(hold("shop.order", "id = 1", "LH-1").exitCode()).isEqualTo(4);
    job.with("SHOP_URL", other().server().jdbcUrl(SHOP));
    assertThat(job.command("hold list").out()).doesNotContain("LH-1");
    CommandRun misspelt = hold("shop.order", "id = 1", "LH-1");
    assertThat(misspelt.exitCode()).isEqualTo(2);
    assertThat(misspelt.err()).contains("did you mean 'shop.orders'?");
  }

  @Test
  void aHoldThatHomeDoesNotTakeIsTakenBack() throws Exception {
    run(0);
    home().execute(CRM, "ALTER TABLE quietus.mirror_entry DROP COLUMN content");
    try {
      assertThat(hold("shop.orders", "id = 2", "LH-1").exitCode()).isNotZero();
      assertThat(count(other(), SHOP, "legal_hold")).isZero();
    } finally {
      home().untouched(CRM); // for other tests of a server
    }
  }

  @Test
  void aHoldThatWentWithARestoredDatabaseBindsAgainBeforeAnythingIsDone() throws Exception {
    assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isZero();
    if (!shareControl()) {
      other().execute(SHOP, "DELETE FROM quietus.legal_hold");
    }
    run(0);
    assertThat(shop("orders")).isEqualTo("1,2");
    assertThat(shop("item")).isEqualTo("11,12,21");
  }

  @Test
  void whoIsToBindIsKnownAgainAfterHomeWasRestored() throws Exception {
    run(0);
    assertThat(hold("shop.orders", "id = 1", "LH-1").exitCode()).isZero();
    // as a backup of home from before the hold has it
    home()
        .execute(
            CRM,
            "DELETE FROM quietus.legal_hold",
            "DELETE FROM quietus.mirror_entry",
            "DELETE FROM quietus.mirror_piece",
            "DELETE FROM quietus.mirror_head");
    fillShop(11);
    other().execute(SHOP, "INSERT INTO orders VALUES (1, '2020-05-05')");
    run(7);
    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T12:00:00Z");
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(shop("orders")).isEqualTo("1,2,12");
    assertThat(job.command("hold list").out()).contains("LH-1", "shop.orders");
  }

  @Test
  void whileItRunsNobodyElseDoesInAnyOfThem() throws Exception {
    OpenedJob alone = alone();
    int[] code = new int[1];
    try (JobSession session = job.session()) {
      RunResult result =
          session.run(
              new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), 1),
              new Listening() {
                @Override
                public void started(String run, boolean resumed, long due) {
                  code[0] = alone.command("run").exitCode();
                }
              });
      assertThat(result.exitCode()).isZero();
    }
    assertThat(code[0]).isEqualTo(5);
    assertThat(alone.command("run").exitCode()).isNotEqualTo(5);
  }

  @Test
  void whatTurnsUpWhenAllWasDoneIsTakenInTheSameRun() throws Exception {
    try (JobSession session = job.session()) {
      RunResult result =
          session.run(
              new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), 1),
              new Listening() {
                @Override
                public void progress(long changed) {
                  if (changed == 6) {
                    late();
                  }
                }
              });
      assertThat(result.exitCode()).as(result.messages().toString()).isZero();
    }
    assertThat(shop("orders")).isEqualTo("2,12");
    assertThat(crm("visit")).isEqualTo("2");
  }

  private void late() {
    try {
      fillShop(11);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoIsFencedOutInOneOfThemCommitsNothingThere() throws Exception {
    try (JobSession session = job.session()) {
      RunResult result =
          session.run(
              new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), 1),
              new Listening() {
                @Override
                public void started(String run, boolean resumed, long due) {
                  takeOver(other(), SHOP);
                }
              });
      assertThat(result.exitCode()).isEqualTo(5);
    }
    assertThat(shop("orders")).isEqualTo("1,2");
    run(0);
    assertThat(shop("orders")).isEqualTo("2");
    assertThat(crm("visit")).isEqualTo("2");
  }

  /** As when the run was given up while the other database was down. */
  @Test
  void whoIsFencedOutAtHomeCommitsNothingInTheOthers() throws Exception {
    written(withoutDueRowsAtHome());
    try (JobSession session = job.session()) {
      RunResult result =
          session.run(
              new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), 1),
              new Listening() {
                @Override
                public void started(String run, boolean resumed, long due) {
                  takeOver(home(), CRM);
                }
              });
      assertThat(result.exitCode()).isEqualTo(5);
    }
    assertThat(shop("orders")).isEqualTo("1,2");
    run(0);
    assertThat(shop("orders")).isEqualTo("2");
  }

  private static void takeOver(ShopEngine engine, String schema) {
    try {
      engine.execute(schema, "UPDATE quietus.fence SET token = token + 7");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void limitsCountTheRowsOfAllOfThem() throws Exception {
    written(JOB + "limits: { max-rows: 5 }\n");
    assertThat(run(7).err()).contains("6 rows would change, the limit is 5");
    assertThat(crm("visit") + " " + shop("orders")).isEqualTo("1,2,3 1,2");
    written(JOB + "limits: { max-rows: 6 }\n");
    run(0);
  }

  private static String withoutDueRowsAtHome() {
    return JOB.replaceAll(" {2}(visits|closed): .*\n", "").replaceAll("(?m)^anonymise:\n.*\n", "");
  }

  @Test
  void homeMayHaveNothingToDo() throws Exception {
    written(withoutDueRowsAtHome());
    CommandRun run = run(0);
    assertThat(only(run).targets())
        .extracting(target -> target.name())
        .containsExactlyInAnyOrder("shop.orders", "shop.item");
    assertThat(shop("orders")).isEqualTo("2");
    assertThat(crm("visit")).isEqualTo("1,2,3");
  }

  @Test
  void personsAtHomeAreErasedAsEver() throws Exception {
    written(
        JOB
            + """
            subjects:
              customer: { records: crm.customer, identifiers: { name: text } }
            erasure: { records: { crm.customer: { then: delete } } }
            categories:
              crm.customer: { name: identity }
              shop.orders: { at: purchases }
            ignored: { shop.item: "numbers of things", shop.gone: "is no more" }
            """);
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    assertThat(valid.out()).contains("shop.gone").doesNotContain("shop.item'");
    String request = job.request("name: Bob");

    run(0);

    assertThat(crm("customer")).isEqualTo("1");
    assertThat(shop("orders")).isEqualTo("2");
    assertThat(job.certificatesOf(request).get(0).targets())
        .extracting(target -> target.name())
        .allMatch(name -> name.startsWith("crm"));
    fillCrm(11);
    fillShop(11);
    String late = job.request("name: Ann");
    down(8);
    assertThat(job.certificatesOf(late)).hasSize(1);
    CommandRun nobody =
        job.command("replay", "--database", "shop", "--snapshot", "2026-02-28T12:00:00Z");
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.err()).contains("nobody is erased on request in database 'shop'");
  }

  @Test
  void tenantsOfEachAreKeptApart() throws Exception {
    other()
        .execute(
            SHOP,
            "CREATE TABLE cart (id INT PRIMARY KEY, tenant VARCHAR(20) NOT NULL, left_at DATE NOT"
                + " NULL)",
            "CREATE INDEX cart_left ON cart (left_at)",
            "INSERT INTO cart VALUES (1, 'acme', '2020-01-01'), (2, 'bolt', '2020-01-01')");
    written(
        JOB
            + """
              carts: { records: shop.cart, tenant: acme, keep: P1M, from: left_at, then: delete }
            tenant: { shop.cart: { column: tenant } }
            """);

    CommandRun run = run(0);

    assertThat(shop("cart")).isEqualTo("2");
    List<Certificate> certificates =
        job.certificates().stream().filter(one -> one.authority().tenant().isPresent()).toList();
    assertThat(certificates).hasSize(1);
    assertThat(certificates.get(0).authority().tenant()).contains("acme");
    assertThat(certificates.get(0).targets())
        .extracting(target -> target.name() + " " + target.counts().deleted())
        .containsExactly("shop.cart 1");
    assertThat(run.json().get("byTable").path("shop.cart").path("deleted").asLong()).isOne();
  }

  @Test
  void anAbandonedRunIsCertifiedWithWhatItDidInEach() throws Exception {
    String id = interrupted();
    assertThat(job.command("abandon", id).exitCode()).isZero();
    Certificate failed = job.certificatesOf(id).get(0);
    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.residuals().copies()).isEmpty();
    run(0);
    assertThat(shop("orders")).isEqualTo("2");
  }

  @Test
  void aRunIsAbandonedWithoutADatabaseThatDoesNotComeBack() throws Exception {
    String id = interrupted();
    down(8);
    job.with("SHOP_URL", NOBODY);
    assertThat(job.command("abandon", id).exitCode()).isZero();
    Certificate failed = job.certificatesOf(id).get(0);
    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.residuals().copies())
        .extracting(copy -> copy.of() + " " + copy.protection())
        .contains("shop not-read");
    CommandRun shown = job.command("certificate show", failed.identity().id());
    assertThat(shown.out()).contains("recorded there alone").doesNotContain("nothing was done");
    job.with("SHOP_URL", other().server().jdbcUrl(SHOP));
    run(0);
    assertThat(shop("orders")).isEqualTo("2");
  }

  @Test
  void twoNamesOfOneDatabaseAreRefused() throws Exception {
    job.with("SHOP_URL", home().server().jdbcUrl(CRM))
        .with("SHOP_USER", home().server().username())
        .with("SHOP_PASSWORD", home().server().password());
    assertThat(run(2).err()).contains("'shop' and 'crm' are the same");
    assertThat(crm("visit")).isEqualTo("1,2,3");
  }

  @Test
  void whatIsNotCoveredIsFoundInEach() throws Exception {
    other().execute(SHOP, "CREATE TABLE person (id INT PRIMARY KEY, email VARCHAR(80))");
    home().execute(CRM, "CREATE TABLE lead_of (id INT PRIMARY KEY, phone_number VARCHAR(80))");
    CommandRun coverage = job.command("coverage");
    assertThat(coverage.exitCode()).as(coverage.err()).isZero();
    assertThat(coverage.out()).contains("shop.person", "crm.lead_of");
  }

  private void verifiedLive(Certificate certificate) {
    CommandRun live = live(certificate);
    assertThat(live.exitCode()).as(live.out() + live.err()).isZero();
    assertThat(live.out()).contains("shop.orders").doesNotContain("cannot be reached");
  }
}
