package org.quietus.report.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** {@code quietus report}. */
class ReportCommandTest {
  private static final LocalDate MARCH = LocalDate.of(2026, 3, 1);

  @TempDir Path directory;
  private PortalStore evidence;
  private Path out;

  @BeforeEach
  void open() {
    evidence = new PortalStore(directory);
    out = directory.resolve("portal");
  }

  private CommandRun report(String... more) {
    String[] arguments =
        Stream.concat(
                List.of(
                    "report",
                    "--certificates",
                    evidence.folder().toString(),
                    "--out",
                    out.toString())
                    .stream(),
                List.of(more).stream())
            .toArray(String[]::new);
    return CommandRun.onDatabases(Map.of()).run(arguments);
  }

  @Test
  void namesTheIndexAndWhatWasLeftOut() {
    evidence
        .run("one", MARCH, "usage", 1_200)
        .request("r1", MARCH.plusMonths(1), Optional.of(MARCH), List.of());

    CommandRun made = report();

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out())
        .contains(out.resolve("index.html").toString(), "certificates: 1; 1 of single requests")
        .contains("Good: each certificate is signed and in a log");
    assertThat(report("--with-requests", "--json").json().get("certificates").asInt()).isEqualTo(2);
    assertThat(report("--language", "zh").exitCode()).isZero();
    assertThat(out.resolve("index.html")).content().contains("zh-Hans");
  }

  @Test
  void endsAsAnAuditDoesWhereSomethingIsNotGoodAndMakesThePortalAllTheSame() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200).run("two", MARCH, "usage", 7);
    Files.writeString(evidence.certificate("run-two-1"), "{}");

    CommandRun made = report();

    assertThat(made.exitCode()).isEqualTo(6);
    assertThat(made.out()).contains("run-two-1", "Not good: see above");
    assertThat(out.resolve("certificates/run-two-1.html")).exists();
  }

  @Test
  void showsWhatThePolicyDoesNotCoverIfItIsGivenThat() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    Path coverage =
        Files.writeString(
            directory.resolve("coverage.json"),
            """
            { "job": "crm", "at": "2026-03-01T12:00:00Z",
              "findings": [ { "level": "certain", "table": "crm.staff<script>", "column": "email",
                "why": [ "by its name" ] } ],
              "orphans": [ { "reference": "crm.a.b -> crm.c.d", "rows": 3 },
                { "reference": "crm.e.f -> crm.c.d", "rows": 700 } ],
              "unnamed": [ "crm.zz" ],
              "ignored": { "crm.country": "a list of <b>countries</b>" } }
            """);

    assertThat(report("--coverage", coverage.toString()).exitCode()).isZero();

    assertThat(out.resolve("index.html"))
        .content()
        .contains(
            "What the policy does not cover",
            "#gaps",
            "crm.staff&lt;script&gt;.email",
            "certain",
            "by its name",
            "700 rows lead nowhere",
            "crm.zz",
            "Left out on purpose",
            "a list of &lt;b&gt;countries&lt;/b&gt;",
            "2026-03-01")
        .doesNotContain("<script>.email", "3 rows lead");
    assertThat(report().exitCode()).isZero();
    assertThat(out.resolve("index.html")).content().doesNotContain("#gaps", "crm.zz");
  }

  @Test
  void refusesForCoverageWhatIsSomethingElse() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    Path other = Files.writeString(directory.resolve("other.json"), "{ \"job\": 1 }");
    CommandRun refused = report("--coverage", other.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("other.json", "quietus coverage JOB --json");
    assertThat(report("--coverage", other + ".gone").err()).contains("is not there");
  }

  @Test
  void trustsTheKeyThatItIsGivenAlone() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    PortalStore other = new PortalStore(directory.resolve("other"));
    other.run("one", MARCH, "usage", 7);
    Path key;
    try (var keys = Files.list(other.folder().resolve("keys"))) {
      key = keys.filter(file -> file.toString().endsWith(".pem")).findFirst().orElseThrow();
    }

    assertThat(report("--key", key.toString()).exitCode()).isEqualTo(6);
  }

  @Test
  void refusesAFolderWithOtherFilesAndAStoreThatIsNone() throws IOException {
    evidence.run("one", MARCH, "usage", 1_200);
    Files.createDirectories(out);
    Files.writeString(out.resolve("notes.txt"), "mine");

    CommandRun refused = report();

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("notes.txt", "give another folder");
    CommandRun none =
        CommandRun.onDatabases(Map.of())
            .run(
                "report",
                "--certificates",
                Files.createDirectory(directory.resolve("empty")).toString(),
                "--out",
                directory.resolve("new").toString());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("is it an evidence store?");
    assertThat(directory.resolve("new")).doesNotExist();
  }
}
