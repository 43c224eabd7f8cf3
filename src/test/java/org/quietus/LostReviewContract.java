package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;

/** Of whom a restore has lost what somebody said of the rows, nothing is taken without asking. */
abstract class LostReviewContract extends RestoredShop {
  private static final String ADA = "email: ada.lovelace@example.org";

  @BeforeEach
  void sharedAddress() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'ada.lovelace@example.org' WHERE email ="
                + " 'hanako@example.jp'");
  }

  @Test
  void theLastOneLeftIsAskedAboutAgain() throws Exception {
    String request = reviewedAndRestored(job, "--nobody");
    theOtherOneIsGone();

    assertThat(erasing(job).exitCode()).isEqualTo(PARTIAL);

    assertThat(row("customer", "id=1 ")).contains("Ada Lovelace");
    assertThat(state(job, request)).isEqualTo("approved");
    ok(review(job, request, "--nobody"));
    ok(erasing(job));
    assertThat(row("customer", "id=1 ")).contains("Ada Lovelace");
    assertThat(state(job, request)).isEqualTo("completed");
  }

  @Test
  void theLastOneLeftGoesOnceSomebodySaysSoAgain() throws Exception {
    String request = reviewedAndRestored(job, "--choose", "1");
    theOtherOneIsGone();
    assertThat(erasing(job).exitCode()).isEqualTo(PARTIAL);
    ok(review(job, request, "--choose", "1"));

    ok(erasing(job));

    assertThat(row("customer", "id=1 ")).doesNotContain("Ada Lovelace");
  }

  /** In a backup may be those of whom it was said that they are somebody else. */
  @Test
  void whereNoneIsLeftSomebodyIsAskedAsWellAndNobodyIsSoughtInBackups() throws Exception {
    String request = reviewedAndRestored(job, "--nobody");
    engine()
        .execute(
            SCHEMA, "UPDATE customer SET email = NULL WHERE email = 'ada.lovelace@example.org'");

    assertThat(erasing(job).exitCode()).isEqualTo(PARTIAL);

    assertThat(state(job, request)).isEqualTo("approved");
    ok(review(job, request, "--nobody"));
    ok(erasing(job));
    assertThat(state(job, request)).isEqualTo("completed");
    assertThat(engine().control(SCHEMA).get("suppression")).isEmpty();
  }

  @Test
  void theLastOneLeftIsNotTakenForALateRowEither() throws Exception {
    OpenedJob settling = settling();
    String request = nobodyIsMeantWhoIsRestored(settling);
    theOtherOneIsGone();
    replaying(settling, "--accept", "rows");
    settling.at("2026-03-02T12:00:00Z");

    assertThat(erasing(settling).exitCode()).isEqualTo(PARTIAL);

    assertThat(row("customer", "id=1 ")).contains("Ada Lovelace");
    ok(review(settling, request, "--nobody"));
    ok(erasing(settling));
    assertThat(row("customer", "id=1 ")).contains("Ada Lovelace");
    assertThat(state(settling, request)).isEqualTo("completed");
  }

  @Test
  void whereNoLateRowIsLeftSomebodyIsAskedAsWell() throws Exception {
    OpenedJob settling = settling();
    String request = nobodyIsMeantWhoIsRestored(settling);
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = NULL WHERE email = 'ada.lovelace@example.org'",
            "UPDATE customer SET phone = NULL WHERE id = 1");
    replaying(settling, "--accept", "rows");
    settling.at("2026-03-02T12:00:00Z");

    assertThat(erasing(settling).exitCode()).isEqualTo(PARTIAL);

    assertThat(state(settling, request)).isEqualTo("settling");
    ok(review(settling, request, "--nobody"));
    ok(erasing(settling));
    assertThat(state(settling, request)).isEqualTo("completed");
  }

  private OpenedJob settling() throws Exception {
    return new OpenedJob(
        directory,
        engine().server(),
        SCHEMA,
        OpenedJob.text("/e2e/shop.yaml")
            .replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n"));
  }

  private String nobodyIsMeantWhoIsRestored(OpenedJob settling) throws Exception {
    engine().execute(SCHEMA, "UPDATE customer SET phone = '+49 30 123456' WHERE id = 1");
    String request = settling.request(ADA + "\nphone: +49 30 123456");
    backUp();
    ok(review(settling, request, "--nobody"));
    ok(erasing(settling));
    assertThat(state(settling, request)).isEqualTo("settling");
    restore();
    return request;
  }

  private String reviewedAndRestored(OpenedJob opened, String... decision) throws Exception {
    String request = opened.request(ADA);
    backUp();
    assertThat(erasing(opened).exitCode()).isEqualTo(PARTIAL);
    ok(review(opened, request, decision));
    restore();
    ok(replaying(opened));
    return request;
  }

  private void theOtherOneIsGone() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = NULL WHERE id <> 1 AND email ="
                + " 'ada.lovelace@example.org'");
  }

  private static CommandRun review(OpenedJob opened, String request, String... decision) {
    CommandRun look = opened.command("request review", request, "--json");
    ok(look);
    List<String> words = new ArrayList<>(List.of(request, "--of"));
    words.add(look.json().get("list").asString());
    words.addAll(List.of(decision));
    words.addAll(List.of("--as", "dpo"));
    return opened.command("request review", words.toArray(String[]::new));
  }

  /** Approves indexes that H2 named anew, if it has to. */
  private static CommandRun erasing(OpenedJob opened) {
    CommandRun run = opened.command("run", "--only", "erasure");
    if (run.exitCode() == WAITS) {
      ok(opened.command("approve", run.err().strip().replaceFirst("(?s).* ", "")));
      run = opened.command("run", "--only", "erasure");
    }
    return run;
  }

  private static String state(OpenedJob opened, String request) {
    return opened.command("request show", request, "--json").json().get("state").asString();
  }
}
