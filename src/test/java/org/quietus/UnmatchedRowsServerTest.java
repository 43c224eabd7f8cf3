package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
class UnmatchedRowsServerTest extends UnmatchedRowsContract {

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Test
  void whatIsUnmatchedIsCountedOnceHoweverManyRoundsThereAre() throws Exception {
    dateAddresses();
    open(ADDRESSES_KEPT);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    execute(
        "ALTER TABLE customer CHANGE address_id lives_at INT",
        "CREATE TRIGGER quietus.late BEFORE INSERT ON quietus.ledger FOR EACH ROW INSERT IGNORE"
            + " INTO "
            + SCHEMA
            + ".invoice SELECT 99, 1, '2020-01-01' FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM"
            + " quietus.ledger c WHERE c.run_id = NEW.run_id)");
    openAnew(ADDRESSES_KEPT.replace("address_id", "lives_at"));
    CommandRun run = job.at("2026-11-01T12:00:00Z").run();
    execute("DROP TRIGGER quietus.late");

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(engine().control(SCHEMA).get("verification").toString()).contains("round_no=2");
    assertThat(rows("invoice")).noneMatch(row -> row.startsWith("id=99 "));
    assertThat(last(ann).targets().stream().mapToLong(each -> each.counts().ambiguous()).sum())
        .isEqualTo(1);
  }
}
