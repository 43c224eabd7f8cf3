package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;

/** A shop whose records are put under holds. */
abstract class HeldShop {
  static final String SCHEMA = "shop_holds";
  static final String ADA = "email: ada.lovelace@example.org";
  static final LocalDate REVIEW = LocalDate.of(2027, 1, 31);

  @TempDir Path directory;
  OpenedJob job;
  Map<String, List<String>> before;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine().fill(SCHEMA);
    job = new OpenedJob(directory, engine().server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
    before = rows();
  }

  OpenedJob other() throws Exception {
    String yaml =
        """
        quietus: 1
        job: visits
        controller: Example GmbH
        zone: Europe/Berlin
        evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
        databases:
          data: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Asia/Shanghai }
        retention:
          old-visits: { records: data.visit, keep: P6M, from: visited_at, then: delete }
        """;
    Path elsewhere = Files.createDirectory(directory.resolve("other"));
    return new OpenedJob(elsewhere, engine().server(), SCHEMA, yaml);
  }

  CommandRun addPerson(String identifiers, String... options) {
    List<String> all = order(options);
    all.addAll(List.of("--identifiers-from", "-"));
    return job.typing(identifiers + "\n", "hold add", all.toArray(String[]::new));
  }

  CommandRun addRows(String table, String where, String... options) {
    List<String> all = order(options);
    all.addAll(List.of("--records", table, "--where", where));
    return job.command("hold add", all.toArray(String[]::new));
  }

  static List<String> order(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--basis", "litigation", "--review", REVIEW.toString()));
    return all;
  }

  String holdPerson(String identifiers, String... options) {
    return id(addPerson(identifiers, options));
  }

  String holdRows(String table, String where, String... options) {
    return id(addRows(table, where, options));
  }

  static String id(CommandRun added) {
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.out().lines().findFirst().orElseThrow().replaceAll(".* ", "");
  }

  void release(String hold) {
    CommandRun released = job.command("hold release", hold, "--reason", "case-closed");
    assertThat(released.exitCode()).as(released.err()).isZero();
  }

  CommandRun run(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    CommandRun run = job.command("run", all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  Certificate certificateOf(CommandRun run) {
    return job.certificatesOf(run.json().get("runId").asString()).get(0);
  }

  String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  static long held(Certificate certificate, String table) {
    return sum(certificate, table, target -> target.counts().held());
  }

  static long sum(Certificate certificate, String table, ToLongFunction<TargetRecord> of) {
    return certificate.targets().stream()
        .filter(target -> target.name().equals(table))
        .mapToLong(of)
        .sum();
  }

  Map<String, List<String>> rows() throws SQLException {
    return engine().rows(SCHEMA);
  }

  static List<String> with(Map<String, List<String>> rows, String table, String text) {
    return rows.getOrDefault(table, List.of()).stream().filter(row -> row.contains(text)).toList();
  }

  /** The rows of a customer, over all tables that name one. */
  static List<String> of(Map<String, List<String>> rows, int customer) {
    List<String> all = new ArrayList<>();
    rows.forEach(
        (table, some) ->
            some.stream()
                .filter(
                    row ->
                        row.contains("customer_id=" + customer + " ")
                            || row.contains("customer_ref=" + customer + " ")
                            || (table.equals("customer") && row.startsWith("id=" + customer + " ")))
                .forEach(all::add));
    return all;
  }
}
