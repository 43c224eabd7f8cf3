package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** Rows that nothing leads to any more are named until they are found again or given up. */
abstract class UnmatchedRowsContract extends FrozenRows {
  @Test
  void keptRowsBehindAColumnThatIsGoneAreUnmatched() throws Exception {
    String kept = ADDRESSES_KEPT;
    dateAddresses();
    open(kept);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(rows("address")).hasSize(2);

    execute(
        engine().isH2()
            ? "ALTER TABLE customer ALTER COLUMN address_id RENAME TO lives_at"
            : "ALTER TABLE customer CHANGE address_id lives_at INT");
    openAnew(kept.replace("address_id", "lives_at"));
    job.at("2026-11-01T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
    assertThat(run.out()).contains("customer.address_id", ann);
    assertThat(last(ann).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(rows("address")).hasSize(2);

    execute(
        engine().isH2()
            ? "ALTER TABLE customer ALTER COLUMN lives_at RENAME TO address_id"
            : "ALTER TABLE customer CHANGE lives_at address_id INT");
    openAnew(kept);
    job.at("2026-11-02T12:00:00Z");
    ok(job.run());
    assertThat(rows("address")).hasSize(1).first().asString().startsWith("id=78 ");
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void whatIsUnmatchedForGoodIsGivenUpAndNamedEverAfter() throws Exception {
    String kept =
        HEAD
            + "    owns: [ \"crm.customer.address_id -> crm.address.id\" ]\n"
            + ANONYMISING.replace("phone: set-null", "phone: set-null, address_id: set-null")
            + "erasure:\n"
            + "  records:\n"
            + "    crm.customer: { then: anonymise }\n"
            + "    crm.invoice: { keep: P1Y, from: issued_on, then: delete, because: bookkeeping"
            + " }\n"
            + "    crm.address: { keep: P1Y, from: noted_on, then: delete, because: claims }\n";
    dateAddresses();
    open(kept);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(accept(ann).err()).contains("nothing of request " + ann + " is unmatched");

    execute(
        engine().isH2()
            ? "ALTER TABLE customer ALTER COLUMN address_id RENAME TO lives_at"
            : "ALTER TABLE customer CHANGE address_id lives_at INT");
    openAnew(kept.replace("address_id", "lives_at"));
    job.at("2026-11-01T12:00:00Z");
    CommandRun partial = job.run();
    assertThat(partial.exitCode()).as(partial.err()).isEqualTo(8);
    assertThat(partial.out()).contains("request accept", ann + " --unmatched --reason CODE");

    ok(accept(ann));
    assertThat(job.command("request show", ann).out()).contains("accept", "column-dropped");
    assertThat(mirror()).contains("\"move\":\"accept\"", "column-dropped");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(last(ann).outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(last(ann).residuals().copies())
        .filteredOn(copy -> copy.place() == Residuals.Place.DATABASE)
        .singleElement()
        .satisfies(
            copy -> {
              assertThat(copy.of()).isEqualTo("crm.customer");
              assertThat(copy.protection()).isEqualTo("unmatched-accepted");
              assertThat(copy.latestExpiry()).isEmpty();
            });
    assertThat(rows("address")).hasSize(2);
    assertThat(rows("invoice")).noneMatch(row -> row.startsWith("id=1 "));
    assertThat(accept(ann).exitCode()).isEqualTo(2);
    ok(job.run());
  }

  @Test
  void nobodyIsTakenForNotFoundOfWhomOnlyTheTableIsUnmatched() throws Exception {
    open(OF_ADDRESSES);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    execute("ALTER TABLE customer RENAME TO client");
    openAnew(OF_ADDRESSES.replace("crm.customer", "crm.client"));
    job.at("2026-11-01T12:00:00Z");
    assertThat(job.run().exitCode()).isEqualTo(8);

    ok(accept(ann));
    ok(job.run());
    assertThat(last(ann).outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(job.command("request show", ann).out()).doesNotContain("nobody-found");
    assertThat(rows("invoice")).hasSize(2);
  }

  private String mirror() throws IOException {
    StringBuilder mirror = new StringBuilder();
    try (Stream<Path> files = Files.walk(job.evidence().resolve("mirror"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        mirror.append(Files.readString(file));
      }
    }
    return mirror.toString();
  }

  @Test
  void aTableOfPersonsUnderAnotherNameIsUnmatched() throws Exception {
    open(OF_ADDRESSES);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    execute("ALTER TABLE customer RENAME TO client");
    openAnew(OF_ADDRESSES.replace("crm.customer", "crm.client"));
    job.at("2026-11-01T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
    assertThat(run.out()).contains("customer.id", ann);
    assertThat(rows("invoice")).hasSize(2);
  }

  @Test
  void keptRowsOfATableThatTheJobFileHasNoMoreAreUnmatched() throws Exception {
    String ann = annErasedButForHerPoints();
    String bob = job.request("email: bob@example.org");
    openAnew(HEAD + ANONYMISING + INVOICES);

    job.at("2026-11-01T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out())
        .contains("request " + ann + ": 1 row of crm.loyalty was kept")
        .doesNotContain("request " + bob + ": ");
    assertThat(last(ann).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(rows("invoice")).isEmpty();
    assertThat(job.run().exitCode()).isEqualTo(8);

    ok(accept(ann));
    ok(job.run());
    assertThat(last(ann).outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(state(bob)).isEqualTo("completed");
    assertThat(accept(ann).err()).contains("nothing of request " + ann + " is unmatched");
  }

  @Test
  void keptRowsOfATableThatTheJobFileHasAgainAreTaken() throws Exception {
    String kept =
        HEAD
            + "    owns: [ \"crm.chat.customer_id -> crm.customer.id\" ]\n"
            + ANONYMISING
            + "erasure:\n"
            + "  records:\n"
            + "    crm.customer: { then: anonymise }\n"
            + "    crm.invoice: { then: delete }\n"
            + "    crm.chat: { keep-at-least: P1Y, from: noted_on, then: delete, because: claims"
            + " }\n";
    execute(
        "ALTER TABLE chat ADD COLUMN noted_on DATE",
        "INSERT INTO chat VALUES (1, 1, 'of Ann', '2025-10-01')");
    open(kept);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("deferred");
    execute("ALTER TABLE chat RENAME TO message");
    String without =
        HEAD
            + ANONYMISING
            + "erasure:\n  records:\n    crm.customer: { then: anonymise }\n"
            + "    crm.invoice: { then: delete }\n";
    openAnew(without);
    job.at("2026-11-01T12:00:00Z");
    assertThat(job.run().exitCode()).isEqualTo(8);
    assertThat(state(ann)).isEqualTo("running");

    execute("ALTER TABLE message RENAME TO chat");
    openAnew(kept);
    job.at("2026-11-02T12:00:00Z");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(rows("chat")).isEmpty();
  }

  void dateAddresses() throws SQLException {
    execute(
        "ALTER TABLE address ADD COLUMN noted_on DATE",
        "UPDATE address SET noted_on = '2025-10-01'");
  }
}
