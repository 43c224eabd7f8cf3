package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.evidence.EvidenceStores;
import org.quietus.request.mirror.Mirror;
import org.springframework.jdbc.core.JdbcTemplate;

/** What runs note of rows in doubt, and what people say of them. */
class CopyReviewsTest {
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);
  private static final String THREE = "3".repeat(64);

  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String C = "c".repeat(64);

  @TempDir Path directory;
  private MirrorDatabase database;
  private CopyReviews reviews;

  @BeforeEach
  void open() throws Exception {
    database = new MirrorDatabase();
    jdbc().execute(Files.readString(Path.of("sql/control/h2/V57__copy_reviews.sql")));
    SealingKey.generate(directory);
    reviews = new CopyReviews(jdbc(), "shop", SealingKey.load(directory));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private JdbcTemplate jdbc() {
    return database.jdbc();
  }

  private static CopyReviews.Seen seen(String token) {
    return new CopyReviews.Seen(
        "r1",
        token,
        "customer",
        "byte 7",
        Set.of("email"),
        Set.of("phone"),
        Optional.of("8"),
        false);
  }

  private void note(String run, String version, String... tokens) {
    note(run, version, Instant.EPOCH, tokens);
  }

  private void note(String run, String version, Instant at, String... tokens) {
    reviews.note(
        run,
        new CopyReviews.Version("nightly", version, "'dump.sql'", at),
        List.of(tokens).stream().map(CopyReviewsTest::seen).toList());
  }

  private List<String> noted() {
    return reviews.of("r1").stream()
        .map(row -> row.object() + " " + row.seen().token().charAt(0))
        .toList();
  }

  @Test
  void whatWasSaidComesBackOutOfTheMirror() {
    Mirror mirror = database.mirror(EvidenceStores.at(directory.resolve("evidence")));
    CopyReviews.Said said =
        new CopyReviews.Said(true, MirrorDatabase.AT, "operator", "known-by-support");
    database
        .transaction()
        .executeWithoutResult(
            status -> {
              reviews.say("r1", Map.of(ONE, true, TWO, true, THREE, false), said, mirror);
              reviews.say("r1", Map.of(TWO, false), said, mirror);
            });
    mirror.copy();
    Map<String, CopyReviews.Said> known = reviews.said("r1");
    jdbc().update("DELETE FROM quietus.reviewed_row");

    mirror.mirrored().forEach(reviews::restore);

    assertThat(reviews.said("r1")).isEqualTo(known).hasSize(3);
    assertThat(reviews.said()).isEqualTo(Map.of("r1", known));
    assertThat(known.get(TWO))
        .isEqualTo(new CopyReviews.Said(false, MirrorDatabase.AT, "operator", "known-by-support"));
  }

  @Test
  void whatARunSeesTakesThePlaceOfWhatEarlierOnesSaw() {
    note("run-1", A, ONE, TWO);
    note("run-1", B, ONE);
    note("run-2", A, TWO, TWO);
    assertThat(noted()).hasSize(3);

    reviews.keepSeen("run-2", "nightly", Set.of(A)::contains, Set.of(A, B)::contains);
    assertThat(noted()).containsExactly("'dump.sql' 1", "'dump.sql' 2");
    reviews.move("nightly", A, C);
    reviews.keepSeen("run-2", "nightly", Set.of(C)::contains, Set.of(C)::contains);
    assertThat(noted()).containsExactly("'dump.sql' 2");
    assertThat(reviews.of("r1").get(0).seen()).isEqualTo(seen(TWO));
  }

  /** As in a bucket without versions, where somebody has put back what a run had rewritten. */
  @Test
  void aVersionTakesThePlaceOfAnotherMoreThanOnce() {
    note("run-1", A, ONE, TWO);
    reviews.move("nightly", A, B);
    note("run-2", A, ONE, THREE);

    reviews.move("nightly", A, B);
    reviews.move("nightly", B, B);

    assertThat(noted()).hasSize(3);
    reviews.keepSeen("run-2", "nightly", Set.of(B)::contains, Set.of(B)::contains);
    assertThat(noted()).containsExactly("'dump.sql' 1", "'dump.sql' 3");
  }

  @Test
  void aVersionIsReadAgainOnceSomebodyHasSaidSomethingOfARowInIt() {
    note("run-1", A, ONE, TWO);
    note("run-1", B, THREE);
    Mirror mirror = database.mirror(EvidenceStores.at(directory.resolve("evidence")));
    database
        .transaction()
        .executeWithoutResult(
            status ->
                reviews.say(
                    "r1",
                    Map.of(TWO, false),
                    new CopyReviews.Said(true, MirrorDatabase.AT, "dpo", "told"),
                    mirror));

    assertThat(reviews.saidSince("nightly")).isEqualTo(Map.of(A, Set.of("r1")));
    assertThat(reviews.saidSince("weekly")).isEmpty();
    assertThat(reviews.shown("weekly")).isEmpty();
    assertThat(reviews.shown("nightly")).containsExactly(new CopyReviews.Shown(A, "r1", TWO));

    note("run-2", A, MirrorDatabase.AT.plusSeconds(1), TWO);
    note("run-2", B, MirrorDatabase.AT.plusSeconds(1), TWO);
    assertThat(reviews.shown("nightly"))
        .as("seen before and seen again, seen later for the first time")
        .containsExactly(new CopyReviews.Shown(A, "r1", TWO));
  }

  @Test
  void whatIsAskedForAgainWaitsForAnotherAnswer() {
    note("run-1", A, TWO);
    Mirror mirror = database.mirror(EvidenceStores.at(directory.resolve("evidence")));
    say(mirror, false, MirrorDatabase.AT);
    CopyReviews.Seen again =
        new CopyReviews.Seen(
            "r1", TWO, "customer", "byte 9", Set.of(), Set.of(), Optional.empty(), true);
    Instant later = MirrorDatabase.AT.plusSeconds(1);
    reviews.note(
        "run-2", new CopyReviews.Version("nightly", C, "'new.sql'", later), List.of(again));
    assertThat(reviews.saidSince("nightly")).isEqualTo(Map.of(A, Set.of("r1")));
    say(mirror, true, later);
    assertThat(reviews.saidSince("nightly")).containsOnlyKeys(A, C);
  }

  private void say(Mirror mirror, boolean theirs, Instant at) {
    database
        .transaction()
        .executeWithoutResult(
            status ->
                reviews.say(
                    "r1",
                    Map.of(TWO, theirs),
                    new CopyReviews.Said(true, at, "dpo", "told"),
                    mirror));
  }

  /** A run under a new key sees every row anew, and forgets what nobody can read. */
  @Test
  void rowsThatWereSealedUnderAKeyThatIsLostStopNoRun() throws Exception {
    note("run-1", A, ONE);
    Mirror mirror = database.mirror(EvidenceStores.at(directory.resolve("evidence")));
    CopyReviews.Said said = new CopyReviews.Said(true, MirrorDatabase.AT, "dpo", "told");
    database
        .transaction()
        .executeWithoutResult(status -> reviews.say("r1", Map.of(ONE, true), said, mirror));
    Path other = Files.createDirectory(directory.resolve("other"));
    SealingKey.generate(other);
    reviews = new CopyReviews(jdbc(), "shop", SealingKey.load(other));

    assertThat(reviews.shown("nightly")).isEmpty();
    note("run-2", A, ONE);
    reviews.keepSeen("run-2", "nightly", Set.of(A)::contains, Set.of(A)::contains);

    assertThat(noted()).containsExactly("'dump.sql' 1");
  }

  @Test
  void whatWasSaidGoesWithTheKeyOfWhomItWasAbout() throws Exception {
    for (String part : List.of("V7__suppression", "V61__value_filters")) {
      jdbc().execute(Files.readString(Path.of("sql/control/h2/" + part + ".sql")));
    }
    Mirror mirror = database.mirror(EvidenceStores.at(directory.resolve("evidence")));
    CopyReviews.Said said = new CopyReviews.Said(true, MirrorDatabase.AT, "dpo", "told");
    for (int epoch = 1; epoch <= 2; epoch++) {
      jdbc()
          .update(
              "INSERT INTO quietus.suppression (job, request_id, subject, kind, kind_version,"
                  + " epoch, token, erased_at) VALUES ('shop', ?, 'customer', 'email', 1, ?, ?, ?)",
              "r" + epoch,
              epoch,
              new byte[32],
              LocalDateTime.of(2026, 3, 1, 12, 0));
      String request = "r" + epoch;
      database
          .transaction()
          .executeWithoutResult(status -> reviews.say(request, Map.of(ONE, true), said, mirror));
    }

    note("run-1", A, ONE);

    new SuppressionEntries(jdbc(), "shop").remove(1);

    assertThat(noted()).isEmpty();
    assertThat(reviews.said()).isEqualTo(Map.of("r2", Map.of(ONE, said)));
  }
}
