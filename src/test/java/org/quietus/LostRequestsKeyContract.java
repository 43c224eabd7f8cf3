package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.cli.CommandRun;
import org.quietus.request.SealingKey;
import tools.jackson.databind.JsonNode;

/**
 * Whatever a request has come to when {@code requests.key} is another one: every command does what
 * it can, names what it cannot, and touches nothing if it refuses; with the key back all goes on,
 * and without it all can be ended. {@code -Dothers=99} tries every command at every stage.
 *
 * <p>Every build does one of the three with each stage, in turn, and what is long the other two.
 */
abstract class LostRequestsKeyContract {
  private static final String SCHEMA = "lost_key";
  private static final String NOW = "2026-03-01T12:00:00Z";
  private static final String BACKUP_AT = "2026-03-01T11:59:00Z";
  private static final String LATER = "2026-03-02T12:00:00Z";
  private static final String ANN = "email: ann@example.org\n";
  private static final String YAML =
      """
      quietus: 1
      job: lost
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}", dpo-key: OFFICER }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: phone }
          created: created_at
          minor: { born: born, age: 14, consent: agreed_on }
          owns: [ "crm.chat.customer_id -> crm.customer.id", \
      "crm.bill.customer_id -> crm.customer.id" ]
      anonymise:
        crm.customer: { with: { email: set-null, phone: set-null, born: set-null } }
      retention:
        old-logs: { records: crm.log, keep: P1Y, from: seen_on, then: delete, scan: allowed }
      erasure:
        clock: { answer: P1M, extend: P2M CLOCK }
        records:
          crm.customer: { then: anonymise }
          crm.chat: { then: delete }
          crm.bill: { KEEP: P6M, from: issued_on, then: delete, because: bookkeeping }
      """;

  /** What has become of a request, as moves that lead there. */
  enum Stage {
    RECEIVED("add-unverified"),
    VERIFYING("add-unverified", "ask"),
    COOLING_OFF(", cooling-off: P7D", "keep", "add"),
    APPROVED("add"),
    OBJECTION("objection"),
    RESTRICTED("add", "restrict"),
    HELD("add", "hold"),
    HELD_BY_CONDITION("add", "hold-where"),
    AMBIGUOUS("namesake", "add"),
    REVIEWED("namesake", "add", "review"),
    PUT_BACK("add", "hold", "run"),
    BEGUN("bill", "add", "no-certificate", "run", "certificate"),
    SETTLING(", settle: PT6H", "keep", "bill", "add", "run"),
    SETTLING_DEFERRED(", settle: PT6H", "keep-at-least", "bill", "add", "run"),
    DEFERRED("", "keep-at-least", "bill", "add", "run"),
    KEPT("bill", "add", "run"),
    COMPLETED("add", "run"),
    REFUSED("add", "refuse"),
    CHILD_FOUND("child", "hold", "run"),
    CHILD_REFUSED("child", "hold", "run", "refuse", "release"),
    RESTORED_ERASED("bill", "add", "back-up", "run", "restore"),
    RESTORED_KEPT("bill", "add", "run", "back-up", "late", "add", "run", "restore"),
    RESTORED_SETTLING(
        ", settle: PT6H",
        "keep-at-least",
        "bill",
        "add",
        "run",
        "back-up",
        "later",
        "run",
        "restore"),
    RESTORED_REFUSED("child", "hold", "run", "back-up", "refuse", "release", "restore"),
    RESTORED_CANCELLED("add", "back-up", "cancel", "restore"),
    RESTORED_REVIEWED("namesake", "add", "back-up", "review", "restore"),
    RESTORED_HELD("add", "back-up", "hold", "hold-where", "restore"),
    RESTORED_UNDER_HOLD("add", "hold", "back-up", "run", "restore"),
    RESTORED_UNDER_RESTRICTION("add", "restrict", "back-up", "run", "hold-where", "restore"),
    RESTORED_HALF(
        "bill", "add", "back-up", "run", "restore", "no-certificate", "replay", "certificate");

    private final String clock;
    private final String keep;
    private final List<String> moves;

    Stage(String... moves) {
      boolean given = moves[0].isEmpty() || moves[0].startsWith(",");
      this.clock = given ? moves[0] : "";
      this.keep = given ? moves[1] : "keep";
      this.moves = List.of(moves).subList(given ? 2 : 0, moves.length);
    }

    /** Whether the person is gone in the end, with all that hangs on them. */
    boolean isErased() {
      return switch (this) {
        case RECEIVED,
            VERIFYING,
            OBJECTION,
            AMBIGUOUS,
            REFUSED,
            CHILD_REFUSED,
            RESTORED_REFUSED,
            RESTORED_CANCELLED,
            RESTORED_REVIEWED ->
            false;
        default -> true;
      };
    }

    boolean isRestored() {
      return moves.contains("restore");
    }

    /** Those with which every build does the first, second or third. */
    static Stream<Stage> inTurn(int test) {
      return Stream.of(values()).filter(stage -> stage.ordinal() % 3 == test);
    }

    /** The others. */
    static Stream<Stage> notInTurn(int test) {
      return Stream.of(values()).filter(stage -> stage.ordinal() % 3 != test);
    }
  }

  /** Those that change most; at each stage, and some of the others. */
  private static final List<String> COMMANDS =
      List.of(
          "run --only erasure",
          "run",
          "replay --check --database crm --snapshot " + BACKUP_AT,
          "replay --database crm --snapshot " + BACKUP_AT,
          "replay --database crm --snapshot "
              + BACKUP_AT
              + " --accept holds,requests,subjects,rows,tables,backups",
          "request refuse REQUEST --reason identity-not-verified --as dpo",
          "request cancel REQUEST",
          "request accept REQUEST --unmatched --reason key-lost",
          "request add --identifiers-from -",
          "hold release HOLD --reason case-closed");

  private static final List<String> OTHERS =
      List.of(
          "validate",
          "plan",
          "coverage",
          "status",
          "request list",
          "request show REQUEST",
          "request verify REQUEST",
          "request verify REQUEST --ask",
          "request approve REQUEST",
          "request extend REQUEST --reason complexity",
          "request expire REQUEST",
          "request restrict REQUEST --review 2027-01-01",
          "request unrestrict REQUEST",
          "request object REQUEST --upheld",
          "request object REQUEST --rejected --as dpo",
          "request review REQUEST",
          "request review REQUEST --nobody --of 12345678",
          "request add --ground objection --identifiers-from -",
          "hold add --identifiers-from - --reference case-9 --basis claim --review 2027-01-01",
          "hold add --records crm.chat --where 'id=1' --reference case-9 --basis claim --review"
              + " 2027-01-01",
          "hold list",
          "hold disclose HOLD --detail kind",
          "answer list",
          "recipient list",
          "certificate list",
          "key list",
          "key rotate",
          "abandon RUN");

  private static final int SOME = 3;

  @TempDir static Path databases;
  @TempDir Path directory;
  @TempDir Path files;
  private final ShopEngine engine = ShopEngine.h2(databases);
  private OpenedJob job;
  private String request = "";
  private String hold = "";
  private int points;

  @ParameterizedTest
  @MethodSource("locked")
  void nothingIsLockedByALostKey(Stage stage) throws Exception {
    reach(stage);
    int start = save();
    SoftAssertions every = new SoftAssertions();
    List<String> others = new ArrayList<>(OTHERS);
    long seed = Long.getLong("seed", new Random().nextLong());
    Collections.shuffle(others, new Random(seed));
    int some = Integer.getInteger("others", SOME);
    for (String command : Stream.concat(COMMANDS.stream(), others.stream().limit(some)).toList()) {
      if (command.contains("HOLD") && hold.isEmpty()) {
        continue;
      }
      restore(start);
      loseKey();
      tried(stage, command, every);
    }
    every.assertAll();
  }

  /** Under the other key, with it back, and at the end of what a law kept: as if nothing was. */
  @ParameterizedTest
  @MethodSource("back")
  void withTheKeyBackAllGoesOn(Stage stage) throws Exception {
    reach(stage);
    int start = save();
    loseKey();
    Files.copy(directory.resolve("keys/requests.key"), files.resolve("other.key"));
    command(COMMANDS.get(3)); // a replay, with nothing accepted
    command(COMMANDS.get(1));
    Files.copy(
        files.resolve("keys-" + start).resolve("requests.key"),
        directory.resolve("keys/requests.key"),
        StandardCopyOption.REPLACE_EXISTING);

    CommandRun replayed = command(COMMANDS.get(4));
    assertThat(replayed.exitCode()).as(replayed.out() + replayed.err()).isIn(0, 8);
    if (stage.moves.contains("restrict")) {
      ok(job.command("request unrestrict", request));
    }
    release();
    job.at("2026-10-01T12:00:00Z");
    CommandRun first = command("run --only erasure");
    assertThat(first.exitCode()).as(first.out() + first.err()).isIn(0, 8);
    CommandRun second = command("run --only erasure");
    Map<String, List<String>> rows = engine.rows(SCHEMA);
    if (stage == Stage.RESTORED_HALF) { // which the other key sealed meanwhile
      assertThat(second.out()).contains(request, "bring that key back");
      Files.copy(
          files.resolve("other.key"),
          directory.resolve("keys/requests.key"),
          StandardCopyOption.REPLACE_EXISTING);
      second = command("run --only erasure");
      rows = engine.rows(SCHEMA);
    }
    if (stage.isErased()) {
      assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
      assertThat(rows.get("customer"))
          .noneMatch(row -> row.startsWith("id=1 ") && row.contains("111"));
      assertThat(rows.get("chat")).isEmpty();
      assertThat(rows.get("bill")).isEmpty();
      assertThat(control().get("request"))
          .filteredOn(row -> row.contains(request))
          .allMatch(row -> row.contains("state=completed") && row.contains("sealed=null"));
    } else {
      assertThat(rows.get("customer"))
          .anyMatch(row -> row.startsWith("id=1 ") && row.contains("ann@"));
      assertThat(rows.get("chat")).hasSize(1);
    }
  }

  /** What messages advise leads to a run that leaves nothing to anybody. */
  @ParameterizedTest
  @MethodSource("ended")
  void withoutTheKeyAllCanBeEnded(Stage stage) throws Exception {
    reach(stage);
    loseKey();
    CommandRun last = stage.isRestored() ? command(COMMANDS.get(4)) : job.run();
    List<String> said = new ArrayList<>();
    String now = stage.moves.contains("later") ? LATER : NOW;
    for (String moment : List.of(now, "2026-10-01T12:00:00Z")) {
      job.at(moment);
      for (int times = 0; times < 6 && last.exitCode() != 0; times++) {
        said.add(last.exitCode() + " " + last.out() + last.err());
        assertThat(last.exitCode()).as(said.toString()).isIn(2, 7, 8);
        boolean replays = follow(last.out() + last.err(), stage);
        last = replays && stage.isRestored() ? command(COMMANDS.get(4)) : job.run();
      }
      assertThat(last.exitCode()).as(said.toString()).isZero();
      last = job.run();
    }
  }

  /** Does what a message says is to be done if the key is lost; whether it is about a hold. */
  private boolean follow(String said, Stage stage) throws Exception {
    if (said.contains("cannot be honoured")) {
      if (stage.moves.contains("restrict")) {
        ok(job.command("request unrestrict", request));
      } else {
        release();
      }
      return true;
    }
    Matcher advice =
        Pattern.compile("quietus request (cancel|accept) \\S+ (\\w{12})\\b").matcher(said);
    if (advice.find()) {
      decide(advice.group(1), advice.group(2));
    } else if (said.contains("REQUEST --unmatched")) {
      decide("accept", request);
    }
    return false;
  }

  private void decide(String move, String about) {
    ok(
        move.equals("cancel")
            ? job.command("request cancel", about)
            : job.command("request accept", about, "--unmatched", "--reason", "key-lost"));
  }

  private void release() throws Exception {
    for (JsonNode one : job.command("hold list", "--json").json()) {
      if (!one.hasNonNull("releasedAt")) {
        ok(job.command("hold release", one.get("id").asString(), "--reason", "case-closed"));
      }
    }
  }

  /** No internal error, no failure that the same command would meet again, no half refusal. */
  private void tried(Stage stage, String command, SoftAssertions every) throws Exception {
    Map<String, List<String>> before = state();
    CommandRun run = command(command);
    String what = stage + ": " + command + ": " + run.exitCode() + "\n" + run.out() + run.err();
    every.assertThat(run.exitCode()).as(what).isIn(0, 2, 7, 8, 9);
    every.assertThat(run.err()).as(what).doesNotContain("internal error", "Exception");
    boolean begins = stage.isRestored() && command.startsWith("replay");
    if (run.exitCode() == 2 || run.exitCode() == 7 && !begins) {
      every.assertThat(changed(before)).as(what + " touched nothing").isEmpty();
    }
    if (run.exitCode() == 7) {
      every.assertThat(stage.isRestored()).as(what).isTrue();
    }
  }

  private CommandRun command(String text) throws Exception {
    List<String> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      words.add(
          switch (word) {
            case "REQUEST" -> request;
            case "HOLD" -> hold;
            case "RUN" -> openRun();
            case "'id=1'" -> "id = 1";
            default -> word;
          });
    }
    int verbs =
        List.of("request", "hold", "answer", "recipient", "key").contains(words.get(0)) ? 2 : 1;
    if (words.get(0).equals("certificate")) {
      return CommandRun.onDatabases(job.environment())
          .run("certificate", "list", job.evidence().toString());
    }
    return job.typing(
        text.contains("identifiers-from") ? ANN : "",
        String.join(" ", words.subList(0, verbs)),
        words.subList(verbs, words.size()).toArray(String[]::new));
  }

  private String openRun() throws Exception {
    return control().getOrDefault("run", List.of()).stream()
        .filter(row -> row.contains("state=open"))
        .map(row -> row.replaceAll(".*run_id=(\\w+).*", "$1"))
        .findFirst()
        .orElse("none");
  }

  private Map<String, List<String>> state() throws Exception {
    Map<String, List<String>> state = new TreeMap<>(engine.rows(SCHEMA));
    Map<String, List<String>> control = control();
    for (String table :
        List.of(
            "request",
            "request_event",
            "legal_hold",
            "run",
            "ledger",
            "suppression",
            "replay",
            "mirror_entry",
            "answer")) {
      state.put("quietus." + table, control.getOrDefault(table, List.of()));
    }
    return state;
  }

  private List<String> changed(Map<String, List<String>> before) throws Exception {
    Map<String, List<String>> now = state();
    return before.keySet().stream().filter(one -> !before.get(one).equals(now.get(one))).toList();
  }

  private Map<String, List<String>> control() throws Exception {
    return engine.control(SCHEMA);
  }

  // --- moves

  private void reach(Stage stage) throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80), phone VARCHAR(40),"
            + " born DATE, agreed_on DATE, created_at TIMESTAMP NOT NULL)",
        "CREATE TABLE chat (id INT PRIMARY KEY, customer_id INT NOT NULL)",
        "CREATE INDEX chat_customer ON chat (customer_id)",
        "CREATE TABLE bill (id INT PRIMARY KEY, customer_id INT NOT NULL, issued_on DATE)",
        "CREATE INDEX bill_customer ON bill (customer_id)",
        "CREATE TABLE log (id INT PRIMARY KEY, seen_on DATE)",
        "INSERT INTO customer VALUES (1, 'ann@example.org', '+49 30 111', '1990-01-01', NULL,"
            + " '2020-01-01')",
        "INSERT INTO chat VALUES (1, 1)",
        "INSERT INTO log VALUES (1, '2020-01-01')");
    Path officer = directory.resolve("dpo.pub.pem");
    Files.writeString(
        officer,
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(
                    KeyPairGenerator.getInstance("X25519")
                        .generateKeyPair()
                        .getPublic()
                        .getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    job =
        new OpenedJob(
            directory,
            engine.server(),
            SCHEMA,
            YAML.replace("OFFICER", officer.toString())
                .replace("CLOCK", stage.clock)
                .replace("KEEP:", stage.keep + ":"));
    ok(job.generateKeys());
    job.at(NOW);
    for (String move : stage.moves) {
      move(move, stage);
    }
  }

  private void move(String move, Stage stage) throws Exception {
    switch (move) {
      case "bill" -> engine.execute(SCHEMA, "INSERT INTO bill VALUES (1, 1, '2026-01-01')");
      case "namesake" ->
          engine.execute(
              SCHEMA,
              "INSERT INTO customer VALUES (2, 'ann@example.org', '+49 30 222', NULL, NULL,"
                  + " '2020-01-01')");
      case "child" ->
          engine.execute(SCHEMA, "UPDATE customer SET born = '2020-01-01' WHERE id = 1");
      case "late" ->
          engine.execute(
              SCHEMA,
              "INSERT INTO customer VALUES (3, 'ann@example.org', NULL, NULL, NULL, '2020-01-01')");
      case "add" ->
          request = id(job.typing(ANN, "request add", "--identifiers-from", "-", "--json"));
      case "add-unverified" ->
          request =
              id(
                  job.typing(
                      ANN, "request add", "--identifiers-from", "-", "--unverified", "--json"));
      case "objection" ->
          request =
              id(
                  job.typing(
                      ANN,
                      "request add",
                      "--identifiers-from",
                      "-",
                      "--ground",
                      "objection",
                      "--json"));
      case "ask" -> ok(job.command("request verify", request, "--ask"));
      case "restrict" -> ok(job.command("request restrict", request, "--review", "2027-01-01"));
      case "refuse" -> {
        childs();
        ok(
            job.command(
                "request refuse", request, "--reason", "identity-not-verified", "--as", "dpo"));
      }
      case "cancel" -> ok(job.command("request cancel", request));
      case "review" -> {
        String list =
            job.command("request review", request, "--json").json().get("list").asString();
        ok(job.command("request review", request, "--choose", "1", "--of", list));
      }
      case "hold" ->
          hold =
              id(
                  job.typing(
                      ANN,
                      "hold add",
                      "--identifiers-from",
                      "-",
                      "--reference",
                      "case-1",
                      "--basis",
                      "claim",
                      "--review",
                      "2027-01-01",
                      "--json"));
      case "release" -> {
        ok(job.command("hold release", hold, "--reason", "case-closed"));
        hold = "";
      }
      case "hold-where" ->
          hold =
              id(
                  job.command(
                      "hold add",
                      "--records",
                      "crm.chat",
                      "--where",
                      "id = 1",
                      "--reference",
                      "case-2",
                      "--basis",
                      "claim",
                      "--review",
                      "2027-01-01",
                      "--json"));
      case "run" -> {
        CommandRun run = job.run();
        assertThat(run.exitCode()).as(stage + ": " + run.out() + run.err()).isIn(0, 4, 7, 8);
        childs();
      }
      case "replay" -> {
        CommandRun run = command(COMMANDS.get(4));
        assertThat(run.exitCode()).as(stage + ": " + run.out() + run.err()).isIn(0, 4, 8);
      }
      case "no-certificate" -> {
        Path log = job.evidence().resolve("log");
        if (Files.exists(log)) {
          Files.move(log, files.resolve("log-away"));
        }
        Files.writeString(log, "no folder");
      }
      case "certificate" -> {
        Files.delete(job.evidence().resolve("log"));
        if (Files.exists(files.resolve("log-away"))) {
          Files.move(files.resolve("log-away"), job.evidence().resolve("log"));
        }
      }
      case "back-up" -> engine.execute(SCHEMA, "SCRIPT TO '" + files.resolve("backup.sql") + "'");
      case "restore" ->
          engine.execute(
              SCHEMA, "DROP ALL OBJECTS", "RUNSCRIPT FROM '" + files.resolve("backup.sql") + "'");
      case "later" -> job.at(LATER);
      default -> throw new IllegalArgumentException(move);
    }
  }

  /** The request by which a run takes a child in that did not ask. */
  private void childs() throws Exception {
    if (request.isEmpty()) {
      request =
          control().get("request").stream()
              .map(row -> row.replaceAll(".*request_id=(\\w+).*", "$1"))
              .findFirst()
              .orElse("");
    }
  }

  private static String id(CommandRun run) {
    ok(run);
    return run.json().get("id").asString();
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  // --- points to come back to

  private void loseKey() throws IOException {
    Files.delete(directory.resolve("keys/requests.key"));
    SealingKey.generate(directory.resolve("keys"));
  }

  private int save() throws Exception {
    points++;
    engine.execute(SCHEMA, "SCRIPT TO '" + files.resolve("point-" + points + ".sql") + "'");
    if (Files.exists(job.evidence())) {
      copy(job.evidence(), files.resolve("evidence-" + points));
    }
    copy(directory.resolve("keys"), files.resolve("keys-" + points));
    return points;
  }

  private void restore(int point) throws Exception {
    engine.execute(
        SCHEMA,
        "DROP ALL OBJECTS",
        "RUNSCRIPT FROM '" + files.resolve("point-" + point + ".sql") + "'");
    clear(job.evidence());
    if (Files.exists(files.resolve("evidence-" + point))) {
      copy(files.resolve("evidence-" + point), job.evidence());
    }
    copy(files.resolve("keys-" + point), directory.resolve("keys"));
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    clear(to);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
