package org.quietus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.cli.demo.DemoDirectory;
import org.quietus.cli.input.CommandContext;
import org.quietus.job.ApprovalState;
import org.quietus.job.RunOptions;
import org.quietus.job.Scope;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.ObjectGlob;
import org.quietus.policy.OnErasure;
import org.quietus.policy.Problem;
import org.quietus.target.BackupStock;
import picocli.CommandLine;

class CommandsTest {
  @TempDir static Path directory;
  private static String job = "";

  private final FakeSession session = new FakeSession();
  private final CommandRun quietus = new CommandRun(session);

  @BeforeAll
  static void writeJobFile() throws Exception {
    DemoDirectory demo = new DemoDirectory(directory);
    demo.prepare(CommandRun.CLOCK);
    job = demo.job().toString();
  }

  @Test
  void helpOfEveryCommandListsTheExitCodes() {
    for (String command : CommandRun.EVERY_COMMAND) {
      quietus.run((command + " --help").split(" "));
      assertThat(quietus.exitCode()).as(command).isZero();
      assertThat(quietus.out()).as(command).contains("Exit codes:", "another run holds the lock");
    }
  }

  @Test
  void makesOnlyTheCommandThatTheWordsName() {
    CommandLine made = commands("-v", "request", "add", "hold");
    assertThat(made.getSubcommands()).containsOnlyKeys("request");
    assertThat(made.getSubcommands().get("request").getSubcommands()).containsOnlyKeys("add");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--help run", "run -h", "-v", "rnu job.yaml"})
  void makesAllCommandsWhereNoneIsNamedOrHelpIsAskedFor(String line) {
    CommandLine made = commands(line.split(" "));
    assertThat(made.getSubcommands()).containsKeys("run", "certificate");
    assertThat(made.getSubcommands().get("key").getSubcommands()).containsKeys("list", "rotate");
  }

  private static CommandLine commands(String... arguments) {
    return Commands.of(
        new CommandContext(
            CommandRun.CLOCK,
            Map.of(),
            JobOpening::open,
            InputStream.nullInputStream(),
            false,
            false),
        arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void readsRequestsAsSpreadsheetsOfAllCountriesWriteThem(String separator) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("requests.csv"),
            "email;evidence\njo@example.com;CASE-1\nann@example.com;CASE-2\n"
                .replace(";", separator));
    quietus.run("request", "add", job, "--file", file.toString(), "--json");
    assertThat(quietus.exitCode()).as(quietus.err()).isZero();
    assertThat(quietus.json()).hasSize(2);
  }

  @Test
  void asksForIdentifiersWhereSomebodyTypesThem() {
    String[] add = {"request", "add", job, "--identifiers-from", "-"};
    assertThat(quietus.typing("email: jo@example.com").run(add).err()).doesNotContain("Ctrl-D");
    assertThat(quietus.typed().typing("email: jo@example.com").run(add).err())
        .contains("one identifier per line", "Ctrl-D");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--nonsense", "run", "run x --slots many", "certificate", "plan x --only all"})
  void refusesUsageThatItDoesNotKnow(String line) {
    quietus.run(line.split(" "));
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.out()).isEmpty();
    assertThat(quietus.err()).isNotEmpty();
  }

  @Test
  void printsAllProblemsOfAJobFileAndNoStackTrace() throws Exception {
    Path broken = Files.writeString(directory.resolve("broken.yaml"), "quietus: 1\nnonsense: 2\n");
    quietus.run("plan", broken.toString());
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.err())
        .contains("broken.yaml:2: ", "nothing was touched")
        .doesNotContain("\tat ");
  }

  @Test
  void reportsABugWithoutTheValuesInItsMessage() {
    session.failing = new IllegalStateException("jo@example.com is odd");
    quietus.run("status", job);
    assertThat(quietus.exitCode()).isEqualTo(1);
    assertThat(quietus.err())
        .contains("IllegalStateException", "at org.quietus.")
        .doesNotContain("jo@example.com");
  }

  @Test
  void validatesAgainstTheLiveDatabase() {
    session.invalid =
        new InvalidInput(List.of(new Problem("NO-TABLE", "job.yaml", 7, "gone", "mend")));
    quietus.run("validate", job, "--json");
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.json().get("problems").get(0).get("line").asInt()).isEqualTo(7);
    session.invalid = null;
    quietus.run("validate", job);
    assertThat(quietus.exitCode()).isZero();
    assertThat(quietus.out()).contains("is valid");
  }

  @Test
  void tellsTheLongestLifetimeOfEachCategoryAndRefusesWhatLastsLonger() throws Exception {
    String text = Files.readString(Path.of(job));
    Path good = directory.resolve("lifetimes.yaml");
    Files.writeString(
        good,
        text + "categories: { shop.visit: { ip: network }, shop.customer: { email: contact } }");
    quietus.run("validate", good.toString());
    assertThat(quietus.exitCode()).isZero();
    assertThat(quietus.out())
        .containsPattern("network +P6M \\+ P90D +- +shop.visit.ip, then backups 'nightly'")
        .containsPattern("contact +without end +- +shop.customer.email: no retention rule");

    Path bad = directory.resolve("too-long.yaml");
    Files.writeString(bad, Files.readString(good) + "\nmax-lifetime: { network: P8M }\n");
    quietus.run("validate", bad.toString(), "--json");
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.json().at("/problems/0/id").asString()).isEqualTo("LIFETIME-EXCEEDED");
    assertThat(quietus.json().at("/lifetimes/1/allowed").asString()).isEqualTo("P8M");
  }

  @Test
  void plansWithCountsFingerprintAndSql() {
    quietus.run("plan", job, "--sql");
    assertThat(quietus.exitCode()).isZero();
    assertThat(quietus.out())
        .contains("old-visits", "1,234", FakeSession.FINGERPRINT, "SELECT 1", "needs no approval")
        .contains("by index by_date (visited_at, id), about 3 ranges of 10,000 rows: few are due");
    session.approval = ApprovalState.NEEDED;
    quietus.run("plan", job, "--json");
    assertThat(quietus.json().get("approval").asString()).isEqualTo("NEEDED");
    assertThat(quietus.json().get("steps").get(0).get("rule").asString()).isEqualTo("old-visits");
  }

  @Test
  void plansWithTheBackupSetsUnlessTheyAreLeftOut() {
    BackupSettings nightly =
        new BackupSettings(
            "nightly",
            "shop",
            "vault",
            new ObjectGlob("nightly/**.sql.gz"),
            "mysqldump",
            Period.ofDays(90),
            OnErasure.REWRITE,
            1,
            List.of(),
            Optional.empty());
    session.stock.add(new BackupStock(nightly.set(), 1_234, 5_678, Optional.empty()));
    session.stock.add(new BackupStock(nightly.set(), 0, 0, Optional.of("no answer")));
    quietus.run("plan", job);
    assertThat(quietus.out().lines())
        .contains(
            "  backups  store  objects            format     on erasure  keep    now  versions",
            "  nightly  vault  nightly/**.sql.gz  mysqldump  rewrite     P90D  1,234     5,678",
            "  nightly  vault  nightly/**.sql.gz  mysqldump  rewrite     P90D      -         -",
            "warning: object store 'vault' cannot be listed, so that nothing of 'nightly' is"
                + " counted: no answer");
    quietus.run("plan", job, "--json");
    assertThat(quietus.json().get("backups").toString())
        .isEqualTo(
            """
            [{"set":"nightly","store":"vault","pattern":"nightly/**.sql.gz","format":"mysqldump",\
            "onErasure":"rewrite","keep":"P90D","objects":1234,"versions":5678,"trouble":null},\
            {"set":"nightly","store":"vault","pattern":"nightly/**.sql.gz","format":"mysqldump",\
            "onErasure":"rewrite","keep":"P90D","objects":null,"versions":null,\
            "trouble":"no answer"}]\
            """);
    quietus.run("plan", job, "--only", "retention");
    assertThat(quietus.out()).doesNotContain("backups");
  }

  @Test
  void runsWhatItWasAskedToAndPassesTheExitCodeOn() {
    session.exitCode = 8;
    quietus.run("run", job, "--only", "erasure", "--wait", "PT30M", "--slots", "4");
    assertThat(session.ran)
        .isEqualTo(new RunOptions(Set.of(Scope.ERASURE), Optional.of(Duration.ofMinutes(30)), 4));
    assertThat(quietus.exitCode()).isEqualTo(8);
    assertThat(quietus.out()).contains("shop.visit", "1,234", "Certificates:");
    assertThat(quietus.err()).contains("1,234 rows due");
  }

  @Test
  void runsAllPartsWithTwoSlotsUnlessTold() {
    quietus.run("run", job);
    assertThat(session.ran).isEqualTo(new RunOptions(Set.of(Scope.values()), Optional.empty(), 2));
  }

  @Test
  void approvesTheCurrentPlanOnly() {
    quietus.run("approve", job, FakeSession.FINGERPRINT, "--max-rows", "5000");
    assertThat(quietus.exitCode()).isZero();
    assertThat(session.approved).isEqualTo(OptionalLong.of(5000));
    session.approved = null;
    quietus.run("approve", job, FakeSession.FINGERPRINT.substring(0, 12));
    assertThat(session.approved).isNotNull();
    session.approved = null;
    quietus.run("approve", job, FakeSession.FINGERPRINT.substring(0, 11));
    quietus.run("approve", job, "0".repeat(64));
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(session.approved).isNull();
  }

  @Test
  void takesIdentifiersFromTheStandardInputAndShowsNone() {
    quietus.typing("email: Jo@Example.com\n").run("request", "add", job, "--identifiers-from", "-");
    assertThat(quietus.exitCode()).isZero();
    assertThat(session.requests().all()).hasSize(1);
    quietus.run("request", "list", job);
    assertThat(quietus.out()).contains("request-1").doesNotContainIgnoringCase("jo@");
    quietus.run("request", "show", job, "request-2");
    assertThat(quietus.exitCode()).isEqualTo(2);
  }

  /** The clocks of a request run from the day on which somebody asked. */
  @Test
  void takesARequestInThoughRunsRefuseTheJobFileAndSaysSo() {
    session.invalid =
        new InvalidInput(List.of(new Problem("NO-KEY", "job.yaml", 7, "no key", "add one")));
    quietus.typing("email: Jo@Example.com\n").run("request", "add", job, "--identifiers-from", "-");
    assertThat(quietus.exitCode()).isZero();
    assertThat(session.requests().all()).hasSize(1);
    assertThat(quietus.err()).contains("before 1 problem is mended: quietus validate " + job);
  }

  @Test
  void namesTheFileThatIsNotThere() {
    quietus.run(
        "certificate", "verify", directory.resolve("none.json").toString(), "--key", "none.pem");
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.err()).contains("none.pem");
  }

  @Test
  void statusSaysHowToGoOn() {
    quietus.run("status", job);
    assertThat(quietus.out()).contains("run-1", "open requests: 0", "quietus run " + job);
  }

  @Test
  void checksWhetherAnythingIsOverdue() {
    quietus.run("status", job, "--overdue");
    assertThat(quietus.exitCode()).isZero();
    assertThat(quietus.out()).contains("no request", "holds overdue for review: 2");
    quietus.run("status", job, "--overdue", "--check");
    assertThat(quietus.exitCode()).isEqualTo(9);
  }

  @Test
  void givesOrdersToTheRunThatIsAtWork() {
    for (String order : List.of("pause", "resume", "stop")) {
      quietus.run(order, job);
      assertThat(quietus.exitCode()).isZero();
    }
    quietus.run("tune", job, "--slots", "4");
    quietus.run("tune", job, "--rows-per-second", "0");
    quietus.run("tune", job, "--rows-read-per-second", "20000");
    assertThat(quietus.exitCode()).isZero();
    assertThat(session.ordered)
        .containsExactly(
            "PAUSE",
            "GO",
            "STOP",
            "OptionalInt[4] OptionalLong.empty OptionalLong.empty",
            "OptionalInt.empty OptionalLong[0] OptionalLong.empty",
            "OptionalInt.empty OptionalLong.empty OptionalLong[20000]");
  }

  @ParameterizedTest
  @CsvSource({
    "'', nothing to change",
    "--slots=0, from 1 to 32",
    "--slots=33, from 1 to 32",
    "--rows-per-second=-1, write 0 for no limit",
    "--rows-read-per-second=-1, write 0 for no limit"
  })
  void refusesToTuneToWhatCannotBe(String option, String why) {
    quietus.run(
        Stream.of("tune", job, option).filter(word -> !word.isEmpty()).toArray(String[]::new));
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.err()).contains(why);
    assertThat(session.ordered).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request show",
        "request review",
        "request accept --unmatched --reason code",
        "request verify",
        "hold release --reason code",
        "hold disclose --detail case",
        "abandon",
        "certificate show",
        "certificate job",
        "answer show",
        "answer sent",
        "recipient show",
        "recipient retry",
        "recipient exempt --reason law",
        "recipient acknowledge"
      })
  void refusesAnIdThatNothingCanHave(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    int options = (int) words.stream().takeWhile(word -> !word.startsWith("--")).count();
    for (String id : List.of("", "..", "a/b", "a\nb", "a\0b", "x".repeat(10_000))) {
      List<String> arguments = new ArrayList<>(words);
      arguments.addAll(options, List.of(job, id));
      quietus.run(arguments.toArray(String[]::new));
      assertThat(quietus.exitCode()).as(quietus.err()).isEqualTo(2);
      assertThat(quietus.err())
          .contains("an id is letters, digits")
          .doesNotContain("internal error", "x".repeat(200));
    }
  }

  @Test
  void needsARoleAndAReasonThatExist() {
    quietus.run("request", "refuse", job, "r1", "--reason", "no-reason");
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.err()).contains("identity-not-verified");
    quietus.run("request", "cancel", job, "r1", "--as", "boss");
    assertThat(quietus.exitCode()).isEqualTo(2);
  }
}
