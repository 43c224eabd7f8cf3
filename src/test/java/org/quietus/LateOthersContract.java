package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** By what is somebody else's, as is said of a late row, nobody is sought in later backups. */
abstract class LateOthersContract {
  private static final String SETTLING =
      Household.DELETING
          .replace(
              "{ email: email, phone: phone }", "{ email: email, phone: phone, full_name: name }")
          .replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n");

  @TempDir Path directory;
  private Household household;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    household = Household.fresh(engine());
    job = household.job(directory, SETTLING);
  }

  @Test
  void whatALateRowOfSomebodyElseSharesIsForgotten() throws Exception {
    String request = job.request("email: dot@example.org");
    run(0);
    assertThat(tokens()).containsExactlyInAnyOrder("row-key", "email", "phone", "text");
    household.execute(
        "INSERT INTO person VALUES"
            + " (6, 'Dora', 'dot@example.org', '+49 30 5000', NULL, '2020-01-06 00:00:00')");
    job.at("2026-03-02T12:00:00Z");
    run(8);

    nobody(request);
    run(0);

    assertThat(tokens()).containsExactlyInAnyOrder("row-key", "text");
    assertThat(mirror()).contains("\"withdrawn\"").doesNotContain("dot@");
  }

  @Test
  void whatALateRowOfSomebodyElseSharesByItselfIsSoughtStill() throws Exception {
    String request = job.request("email: dot@example.org");
    run(0);
    household.execute(
        "INSERT INTO person VALUES"
            + " (6, 'Dora', 'dot@example.org', '+49 30 6000', NULL, '2020-01-06 00:00:00')");
    job.at("2026-03-02T12:00:00Z");
    run(8);

    nobody(request);
    run(0);

    assertThat(tokens()).containsExactlyInAnyOrder("row-key", "email", "phone", "text");
  }

  @Test
  void whereNobodyWasFoundNothingIsLeftThatOthersHave() throws Exception {
    String request = job.request("email: eve@example.org\nphone: +49 30 7000");
    run(0);
    assertThat(tokens()).containsExactlyInAnyOrder("email", "phone");
    household.execute(
        "INSERT INTO person VALUES"
            + " (6, 'Eva', 'eve@example.org', '+49 30 7000', NULL, '2020-01-06 00:00:00'),"
            + " (7, 'Ivo', 'eve@example.org', '+49 30 7000', NULL, '2020-01-07 00:00:00')");
    job.at("2026-03-02T12:00:00Z");
    run(8);

    nobody(request);
    run(0);

    assertThat(tokens()).isEmpty();
  }

  private void nobody(String request) {
    CommandRun look = job.command("request review", request, "--json");
    assertThat(look.exitCode()).as(look.err()).isZero();
    CommandRun decided =
        job.command(
            "request review",
            request,
            "--of",
            look.json().get("list").asString(),
            "--nobody",
            "--as",
            "dpo");
    assertThat(decided.exitCode()).as(decided.err()).isZero();
  }

  private void run(int exitCode) {
    CommandRun run = job.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
  }

  private List<String> tokens() throws Exception {
    return engine().control(Household.SCHEMA).getOrDefault("suppression", List.of()).stream()
        .map(row -> row.replaceFirst(".*\\bkind=([^ ]*) .*", "$1"))
        .toList();
  }

  private String mirror() throws Exception {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(job.evidence().resolve("mirror"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.add(Files.readString(file));
      }
    }
    return String.join("\n", all);
  }
}
