package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;

/** What somebody says of a row in a dump is what the next run does with it, and with no other. */
abstract class CopyReviewContract {
  static final String SCHEMA = "copy_review";
  private static final int PARTIAL = 8;
  private static final int REFUSED = 2;

  private static final String JOB =
      """
      quietus: 1
      job: copies
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: mobile }
          created: joined
      erasure:
        records:
          crm.customer: { then: delete }
          crm.visit: { then: delete }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql",
          format: mysqldump, keep: P90D, on-erasure: rewrite, pitr: none }
      """;

  static final String ANN = "(1,'ann@example.org','+4930111111','2019-01-01')";
  static final String BOB = "(2,'bob@example.org','+4930222222','2019-01-01')";
  static final String SAME_EMAIL = "(8,'ann@example.org','+4930888888','2019-01-01')";
  static final String SAME_PHONE = "(9,'nine@example.org','+4930111111','2019-01-01')";
  private static final String VISITS = "(11,1),(12,2),(18,8),(19,9)";

  @TempDir Path directory;
  private Path vault;
  private OpenedJob job;

  abstract ShopEngine engine();

  /** What the product's tool writes of the database as it is, with these customers and visits. */
  abstract String dump(String customers, String visits) throws Exception;

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(60), phone"
                + " VARCHAR(30), joined DATE)",
            "CREATE TABLE visit (id INT NOT NULL PRIMARY KEY, customer_id INT,"
                + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "INSERT INTO customer VALUES "
                + String.join(",", ANN, BOB, SAME_EMAIL, SAME_PHONE).replace("'2019", "DATE '2019"),
            "INSERT INTO visit VALUES " + VISITS);
    vault = Files.createDirectory(directory.resolve("vault"));
    put("dump.sql");
    engine()
        .execute(
            SCHEMA,
            "DELETE FROM visit WHERE id IN (18, 19)",
            "DELETE FROM customer WHERE id IN (8, 9)");
    job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB)
            .with("VAULT", vault.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  @Test
  void theNextRunTakesOutWhatIsThePersonsAndNothingElse() throws Exception {
    String request = job.request("email: ann@example.org");
    run(PARTIAL);
    assertThat(text("dump.sql")).doesNotContain(ANN).contains(BOB, SAME_EMAIL, SAME_PHONE);

    CommandRun listed = job.command("request review", request, "--json");
    JsonNode rows = listed.json().get("copies").get("rows");
    assertThat(rows.size()).isEqualTo(2);
    JsonNode sameEmail = row(rows, "8");
    assertThat(sameEmail.get("table").asString()).isEqualTo("customer");
    assertThat(sameEmail.get("agreeing").toString()).isEqualTo("[\"email\"]");
    assertThat(sameEmail.get("differing").toString()).isEqualTo("[\"id\",\"phone\"]");
    assertThat(sameEmail.get("places").toString()).contains("'dump.sql'", "\"nightly\"", "byte ");
    assertThat(row(rows, "9").get("agreeing").toString()).isEqualTo("[\"phone\"]");
    assertThat(listed.out() + job.command("request review", request).out())
        .contains("customer", "c1", "c2", "--theirs")
        .doesNotContain("example.org", "4930888888", "4930111111");
    assertThat(engine().control(SCHEMA).toString())
        .doesNotContain("4930888888", "nine@example.org", "dump.sql");

    CommandRun decided =
        decide(
            request,
            "--theirs",
            sameEmail.get("id").asString(),
            "--not-theirs",
            "all",
            "--as",
            "dpo");
    assertThat(decided.exitCode()).as(decided.err()).isZero();
    run(0);

    assertThat(text("dump.sql")).doesNotContain(SAME_EMAIL).contains(BOB, SAME_PHONE);
    assertThat(text("dump.sql")).contains("(12,2)", "(19,9)").doesNotContain("(18,8)", "(11,1)");
    assertThat(state(request)).isEqualTo("completed");
    assertThat(job.certificatesOf(request))
        .extracting(Certificate::outcome)
        .hasSize(2)
        .last()
        .isIn(Outcome.COMPLETE, Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(job.command("request show", request, "--json").json().get("events").toString())
        .contains("\"reason\":\"known-by-support\"", "\"role\":\"dpo\"", "review-copy");
    assertThat(job.command("request review", request).exitCode()).isEqualTo(REFUSED);
  }

  @Test
  void theSameRowGoesFromLaterCopiesTooAndAnotherIsAskedFor() throws Exception {
    String request = job.request("email: ann@example.org");
    run(PARTIAL);
    assertThat(decide(request, "--theirs", "all").exitCode()).isZero();
    run(0);
    assertThat(text("dump.sql")).contains(BOB).doesNotContain(SAME_EMAIL, SAME_PHONE);

    String changed = SAME_PHONE.replace("nine@", "neun@");
    Files.writeString(
        vault.resolve("dump-2.sql"),
        dump(String.join(",", BOB, SAME_EMAIL, changed), "(12,2),(18,8),(19,9)"));
    run(PARTIAL);

    assertThat(text("dump-2.sql"))
        .contains(BOB, changed, "(19,9)")
        .doesNotContain(SAME_EMAIL, "(18,8)");
    JsonNode rows =
        job.command("request review", request, "--json").json().get("copies").get("rows");
    assertThat(rows.size()).isEqualTo(1);
    assertThat(row(rows, "9").get("places").toString()).contains("'dump-2.sql'");
    run(0); // that object was searched
    assertThat(decide(request, "--theirs", "c1").exitCode()).isZero();
    run(0);
    assertThat(text("dump-2.sql")).contains(BOB).doesNotContain(changed, "(19,9)");
  }

  @Test
  void aRowStaysListedWhenItsObjectIsReadForSomebodyElse() throws Exception {
    String request = job.request("email: ann@example.org");
    run(PARTIAL);
    assertThat(decide(request, "--theirs", "all").exitCode()).isZero();
    run(0);
    String changed = SAME_PHONE.replace("nine@", "neun@");
    Files.writeString(
        vault.resolve("dump-2.sql"), dump(String.join(",", BOB, changed), "(12,2),(19,9)"));
    run(PARTIAL);
    assertThat(shown(request)).contains("dump-2.sql");

    job.request("email: bob@example.org");
    job.run();

    assertThat(text("dump-2.sql")).contains(changed).doesNotContain(BOB);
    assertThat(shown(request)).contains("dump-2.sql");
    assertThat(decide(request, "--theirs", "c1").exitCode()).isZero();
    job.run();
    assertThat(text("dump-2.sql")).doesNotContain(changed, "(19,9)");
    assertThat(shown(request)).doesNotContain("dump-2.sql");
  }

  private String shown(String request) {
    return job.command("request show", request).out();
  }

  @Test
  void whatIsSomebodyElsesStaysAndKeepsNothingOpen() throws Exception {
    String request = job.request("email: ann@example.org");
    run(PARTIAL);
    assertThat(decide(request, "--not-theirs", "g1,g2").exitCode()).isZero();

    run(0);

    assertThat(text("dump.sql")).contains(SAME_EMAIL, SAME_PHONE, "(18,8)", "(19,9)");
    assertThat(state(request)).isEqualTo("completed");
    put("dump-2.sql", SAME_EMAIL);
    run(0);
    assertThat(text("dump-2.sql")).contains(SAME_EMAIL);
  }

  @Test
  void aHoldBindsWhatSomebodySaidIsThePersons() throws Exception {
    String request = job.request("email: ann@example.org");
    run(PARTIAL);
    assertThat(decide(request, "--theirs", "all").exitCode()).isZero();
    hold("phone: +4930888888");

    run(PARTIAL);

    assertThat(text("dump.sql")).contains(SAME_EMAIL, "(18,8)").doesNotContain(SAME_PHONE);
    release();
    run(0);
    assertThat(text("dump.sql")).doesNotContain(SAME_EMAIL);
  }

  @Test
  void aHoldOnWhoWasErasedBeforeBindsWhatSomebodySaidIsTheirs() throws Exception {
    String request = job.request("email: ann@example.org");
    run(PARTIAL);
    assertThat(decide(request, "--theirs", "all").exitCode()).isZero();
    run(0);
    assertThat(state(request)).isEqualTo("completed");
    hold("email: ann@example.org");
    Files.writeString(
        vault.resolve("dump-2.sql"), dump(String.join(",", BOB, SAME_PHONE), "(12,2),(19,9)"));

    CommandRun held = job.run();

    assertThat(held.err()).contains("who is held; left as it is");
    assertThat(text("dump-2.sql")).contains(SAME_PHONE, "(19,9)");
    release();
    run(0);
    assertThat(text("dump-2.sql")).contains(BOB).doesNotContain(SAME_PHONE, "(19,9)");
  }

  private void hold(String identifier) {
    CommandRun hold =
        job.typing(
            identifier + "\n",
            "hold add",
            "--reference",
            "LH-1",
            "--basis",
            "litigation",
            "--review",
            "2027-01-31",
            "--identifiers-from",
            "-");
    assertThat(hold.exitCode()).as(hold.err()).isZero();
  }

  private void release() {
    String id =
        job.command("hold list", "--json")
            .json()
            .valueStream()
            .findFirst()
            .orElseThrow()
            .get("id")
            .asString();
    assertThat(job.command("hold release", id, "--reason", "settled").exitCode()).isZero();
  }

  @Test
  void onlyWhatIsListedIsDecided() {
    String request = job.request("email: ann@example.org");
    run(PARTIAL);
    String list = list(request);
    assertRefused("not the latest", request, "--theirs", "c1", "--of", "00000000", "--reason", "x");
    assertRefused("c1 to c2", request, "--theirs", "c3", "--of", list, "--reason", "x");
    assertRefused(
        "cannot be",
        request,
        "--theirs",
        "c1",
        "--not-theirs",
        "c1",
        "--of",
        list,
        "--reason",
        "x");
    assertRefused("a code", request, "--theirs", "c1", "--of", list, "--reason", "It is hers");
    assertThat(decide(request, "--theirs", "c1").exitCode()).isZero();
    assertThat(decide(request, "--not-theirs", "c1").exitCode()).isZero(); // before the next run
    assertThat(decide(request, "--not-theirs", "c2").exitCode()).isZero();
    run(0);
  }

  /** Rows in the database may be the person's too, and only a replay can tell. */
  @Test
  void rowsOfCopiesAreShownWhileTheRequestWaitsForAReplay() throws Exception {
    String request = job.request("email: ann@example.org");
    run(PARTIAL);
    engine().execute(SCHEMA, "UPDATE quietus.request SET sealed = NULL");

    CommandRun listed = job.command("request review", request, "--json");

    assertThat(listed.exitCode()).as(listed.err()).isZero();
    assertThat(listed.json().get("copies").get("rows").size()).isEqualTo(2);
    decide(request, "--theirs", "c1", "--not-theirs", "c2");
  }

  private void assertRefused(String why, String request, String... options) {
    String[] all = new String[options.length + 1];
    all[0] = request;
    System.arraycopy(options, 0, all, 1, options.length);
    CommandRun refused = job.command("request review", all);
    assertThat(refused.exitCode()).isEqualTo(REFUSED);
    assertThat(refused.err()).contains(why);
  }

  OpenedJob job() {
    return job;
  }

  CommandRun decide(String request, String... options) {
    List<String> all = new ArrayList<>(List.of(request));
    all.addAll(List.of(options));
    all.addAll(List.of("--of", list(request), "--reason", "known-by-support"));
    CommandRun decided = job.command("request review", all.toArray(String[]::new));
    assertThat(decided.exitCode()).as(decided.err()).isZero();
    return decided;
  }

  private String list(String request) {
    return job.command("request review", request, "--json")
        .json()
        .get("copies")
        .get("list")
        .asString();
  }

  private static JsonNode row(JsonNode rows, String key) {
    return rows.valueStream()
        .filter(row -> row.get("primaryKey").asString().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private void put(String name) throws Exception {
    put(name, String.join(",", ANN, BOB, SAME_EMAIL, SAME_PHONE));
  }

  private void put(String name, String customers) throws Exception {
    Files.writeString(vault.resolve(name), dump(customers, VISITS));
  }

  String text(String name) throws Exception {
    return Files.readString(vault.resolve(name));
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  void run(int exitCode) {
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
  }
}
