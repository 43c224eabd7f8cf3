package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Verification;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;

/** What a hold binds stays, with all that it hangs on, in every job on the database. */
abstract class EndToEndHoldsContract extends HeldShop {
  @Test
  void aPersonUnderAHoldIsErasedByTheNextRunAfterItsRelease() throws Exception {
    String hold = holdPerson(ADA, "--reference", "LH-17");
    String ada = job.request("phone: +49 30 123456\n" + ADA);
    String bo = job.request("phone: +49 89 5551234");

    Certificate run = certificateOf(run("--only", "erasure"));
    assertThat(of(rows(), 1)).isEqualTo(of(before, 1));
    assertThat(rows().get("customer")).anyMatch(row -> row.startsWith("id=2 | full_name=**"));
    assertThat(job.certificatesOf(bo)).hasSize(1);
    assertThat(job.certificatesOf(ada)).isEmpty();
    assertThat(state(ada)).isEqualTo("approved");
    assertThat(run.outcome()).isEqualTo(Outcome.HELD);
    assertThat(run.notRemoved().holds())
        .extracting(
            NotRemoved.Hold::target,
            NotRemoved.Hold::reference,
            NotRemoved.Hold::basis,
            NotRemoved.Hold::review)
        .contains(tuple("crm.customer", "LH-17", "litigation", REVIEW));
    assertThat(held(run, "crm.customer")).isOne();
    assertThat(held(run, "crm.orders")).isEqualTo(2);
    assertThat(run.verification().orElseThrow().checks())
        .extracting(Verification.Check::due)
        .containsOnly(0L);

    release(hold);
    Certificate after = certificateOf(run("--only", "erasure"));
    assertThat(after.notRemoved().holds()).isEmpty();
    assertThat(state(ada)).isEqualTo("completed");
    assertThat(of(rows(), 1)).noneMatch(row -> row.contains("Ada Lovelace"));
    assertThat(rows().get("orders")).noneMatch(row -> row.contains("customer_id=1 "));
    assertThat(job.certificatesOf(ada)).hasSize(1);
  }

  /** The erasure of the one request is as of when it was taken up; what came since is not in it. */
  @Test
  void whoAsksAgainAfterARunThatAHoldStoppedIsErasedAsOfThen() throws Exception {
    String hold = holdPerson("email: bea@example.org", "--reference", "LH-17");
    String first = job.request("email: bea@example.org");
    run("--only", "erasure");
    assertThat(state(first)).isEqualTo("approved");

    assertThat(job.request("email: bea@example.org")).isNotEqualTo(first);
  }

  @Test
  void aPersonUnderAHoldIsLeftByEveryRuleToo() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-18");
    Certificate run = certificateOf(run("--only", "retention"));
    assertThat(of(rows(), 3)).isEqualTo(of(before, 3));
    assertThat(rows().get("customer")).anyMatch(row -> row.startsWith("id=12 | full_name=****"));
    assertThat(held(run, "crm.visit")).isEqualTo(2);
    assertThat(run.notRemoved().holds()).extracting(NotRemoved.Hold::target).contains("crm.visit");
    assertThat(run.outcome()).isEqualTo(Outcome.HELD);
  }

  @Test
  void invariant6WholeGraphFirstOnePaymentHoldsTheWholeCustomer() throws Exception {
    String hold = holdRows("crm.payment", "order_no = 'a-1' AND pos = 1", "--reference", "LH-19");
    String ada = job.request(ADA);
    run("--only", "erasure");
    assertThat(rows()).isEqualTo(before);
    release(hold);
    run("--only", "erasure");
    assertThat(state(ada)).isEqualTo("completed");
    assertThat(rows().get("payment")).hasSizeLessThan(before.get("payment").size());
  }

  @Test
  void invariant6WholeGraphFirstThePersonsOwnRowHoldsAllThatHangsOnIt() throws Exception {
    String ada = job.request(ADA);
    holdRows("crm.customer", "id = 1", "--reference", "LH-33");
    run("--only", "erasure");
    assertThat(rows()).isEqualTo(before);
    assertThat(state(ada)).isEqualTo("approved");
  }

  @Test
  void invariant6WholeGraphFirstOnePaymentHoldsTheWholeOrder() throws Exception {
    holdRows("crm.payment", "order_no = ' lead' AND pos = 2", "--reference", "LH-20");
    Certificate run = certificateOf(run("--only", "retention"));
    for (String table : List.of("orders", "order_item", "payment")) {
      assertThat(with(rows(), table, "order_no= lead"))
          .as(table)
          .isEqualTo(with(before, table, "order_no= lead"))
          .isNotEmpty();
      assertThat(with(rows(), table, "order_no=😀-1")).as(table).isEmpty();
    }
    assertThat(held(run, "crm.orders")).isOne();
  }

  @Test
  void invariant6WholeGraphFirstOneChatHoldsTheAccountThatARuleWouldAnonymise() throws Exception {
    holdRows("crm.chat", "id = 8", "--reference", "LH-21");
    run("--only", "retention");
    assertThat(rows().get("customer"))
        .containsAll(with(before, "customer", "id=12 "))
        .anyMatch(row -> row.startsWith("id=8 | full_name=****"));
  }

  @Test
  void invariant6WholeGraphFirstWhoeverOnlyPointsAtARowHoldsItTooIfHeld() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "DELETE FROM access_log WHERE customer_id = 2",
            "UPDATE customer SET status = 'closed', closed_on = '2025-01-01' WHERE id = 2");
    OpenedJob deleting =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                .replace("from: closed_on, then: anonymise", "from: closed_on, then: delete"));
    String hold = holdRows("crm.customer", "id = 5", "--reference", "LH-32");
    before = rows();
    assertThat(deleting.command("run", "--only", "retention").exitCode()).isZero();
    assertThat(of(rows(), 2)).isEqualTo(of(before, 2)).isNotEmpty();
    assertThat(of(rows(), 8)).isEmpty();
    assertThat(deleting.command("hold release", hold, "--reason", "done").exitCode()).isZero();
    assertThat(deleting.command("run", "--only", "retention").exitCode()).isZero();
    assertThat(of(rows(), 2)).isEmpty();
    assertThat(with(rows(), "customer", "id=5 ")).first().asString().contains("referrer_id=null");
  }

  @Test
  void whatAPersonUnderAHoldPointsAtDoesNotHoldOthersWhoPointThere() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-22");
    String bo = job.request("phone: +49 89 5551234");
    run("--only", "erasure");
    assertThat(rows().get("customer")).anyMatch(row -> row.startsWith("id=2 | full_name=**"));
    assertThat(rows().get("address")).isEqualTo(before.get("address"));
    assertThat(job.certificatesOf(bo)).hasSize(1);
  }

  @Test
  void aRestrictionIsCountedApartAndLeavesThePersonAlone() throws Exception {
    holdPerson("email: bea@example.org", "--kind", "restriction", "--reference", "R-1");
    Certificate run = certificateOf(run("--only", "retention"));
    assertThat(of(rows(), 3)).isEqualTo(of(before, 3));
    assertThat(run.outcome()).isEqualTo(Outcome.HELD);
    assertThat(held(run, "crm.visit")).isZero();
    assertThat(sum(run, "crm.visit", target -> target.counts().restricted())).isEqualTo(2);
  }

  @Test
  void aRequestsPersonIsLeftAloneUntilTheRestrictionIsLifted() throws Exception {
    String ada = job.request(ADA);
    try (JobSession session = job.session()) {
      session.holds().restrict(ada, "R-2", "accuracy-contested", REVIEW);
      assertThatThrownBy(() -> session.holds().restrict(ada, "R-2", "again", REVIEW))
          .hasMessageContaining("is restricted already");
    }
    run();
    assertThat(of(rows(), 1)).isEqualTo(of(before, 1));
    try (JobSession session = job.session()) {
      session.holds().lift(ada, "accuracy-confirmed");
      assertThatThrownBy(() -> session.holds().lift(ada, "again"))
          .hasMessageContaining("is not restricted");
    }
    run();
    assertThat(state(ada)).isEqualTo("completed");
    assertThat(of(rows(), 1)).noneMatch(row -> row.contains("Ada Lovelace"));
  }

  @Test
  void holdsBindOtherJobsOnTheDatabaseThatKnowNoPersons() throws Exception {
    String hold = holdPerson("email: bea@example.org", "--reference", "LH-24");
    OpenedJob other = other().with("KEYS", directory.resolve("keys").toString());
    assertThat(other.command("run").exitCode()).isZero();
    assertThat(of(rows(), 3)).isEqualTo(of(before, 3));
    CommandRun listed = other.command("hold list", "--json");
    assertThat(listed.json().get(0).get("job").asString()).isEqualTo("shop");
    assertThat(other.command("hold release", hold, "--reason", "not-mine").exitCode()).isEqualTo(2);
    release(hold);
    assertThat(other.command("run").exitCode()).isZero();
    assertThat(rows().get("visit")).hasSizeLessThan(before.get("visit").size());
  }

  @Test
  void aJobThatCannotReadWhomAHoldIsAboutRefusesToRun() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-25");
    OpenedJob other = other();
    assertThat(other.generateKeys().exitCode()).isZero();
    CommandRun run = other.command("run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("sealed under another requests.key");
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void aHoldWhoseColumnIsGoneStopsEveryRun() throws Exception {
    holdRows("crm.review", "body = 'removed'", "--reference", "LH-26");
    engine().execute(SCHEMA, "ALTER TABLE review DROP COLUMN body");
    OpenedJob other = other().with("KEYS", directory.resolve("keys").toString());
    CommandRun run = other.command("run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be honoured");
  }

  @Test
  void aHoldStopsOtherJobsOnceWhatBelongsToItsPersonIsCalledOtherwise() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-28");
    engine().execute(SCHEMA, "ALTER TABLE review RENAME TO opinion");
    OpenedJob other = other().with("KEYS", directory.resolve("keys").toString());
    CommandRun run = other.command("run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be honoured", "review.", "job 'shop'");
    assertThat(rows().get("visit")).isEqualTo(before.get("visit"));
  }

  @Test
  void aHoldStopsAlsoJobsWithTheSamePersonsOfWhomTheyKnowLess() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-34");
    engine().execute(SCHEMA, "ALTER TABLE chat RENAME TO message");
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            .replace("job: shop", "job: helpdesk")
            .replace("      - \"crm.chat.customer_ref -> crm.customer.id\"\n", "")
            .replace("    crm.chat:       { then: delete }\n", "")
            .replace("crm.chat", "crm.message");
    OpenedJob helpdesk =
        new OpenedJob(
                Files.createDirectory(directory.resolve("other")), engine().server(), SCHEMA, yaml)
            .with("KEYS", directory.resolve("keys").toString());
    CommandRun run = helpdesk.command("run", "--only", "retention");
    assertThat(rows().get("message")).isEqualTo(before.get("chat"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be honoured", "chat.", "job 'shop'");
  }

  @Test
  void aHoldForNobodyBindsWhoComesLater() throws Exception {
    CommandRun added = addPerson("email: late@example.org", "--reference", "LH-27");
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(added.out()).contains("nothing in crm.customer matches now");
    try (Connection connection = engine().connect(SCHEMA)) {
      Shop shop = new Shop(connection, engine().columns());
      shop.insert(
          "customer",
          77,
          "Late Comer",
          "LATE@example.org",
          null,
          "closed",
          "2025-01-01",
          "2012-01-01 00:00:00",
          null,
          null,
          null,
          "2020-01-01 00:00:00");
      shop.insert("chat", 77, 77, "2020-01-01 00:00:00", "late");
    }
    List<String> late = of(rows(), 77);
    run();
    assertThat(of(rows(), 77)).isEqualTo(late).hasSize(2);
  }

  @Test
  void aRunOnWhichNothingIsHeldDoesNotFailOnIt() {
    CommandRun run = job.command("run", "--only", "retention", "--fail-on", "held");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }
}
