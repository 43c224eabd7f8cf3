package org.quietus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.cli.CommandRun;
import org.quietus.testing.WithoutPdf;
import tools.jackson.databind.JsonNode;

/** The people who call the product's commands. */
final class Office {
  private static final String JOB =
      """
      quietus: 1
      job: life
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases: { life: { url: "${URL}", username: sa, password: "", zone: UTC } }
      subjects:
        customer:
          records: life.customer
          identifiers: { email: email, phone: phone }
          created: created_at
        employee:
          records: life.employee
          identifiers: { email: email, phone: phone }
          created: created_at
          shares: [ life.orders ]
      anonymise:
        life.customer:
          mark: anonymised_at
          with: { full_name: redact, email: set-null, phone: set-null }
        life.employee:
          mark: anonymised_at
          with: { full_name: redact, email: set-null, phone: set-null }
      retention:
        visits: { records: life.visit, keep: P60D, from: at, then: delete }
        invoices: { records: life.invoice, keep: P1Y, from: at, then: delete }
        closed: { records: life.customer, keep: P90D, from: closed_on, then: anonymise }
      erasure:
        clock: { answer: P1M, erase: P1M, cooling-off: P3D, settle: PT24H }
        records:
          life.customer: { then: anonymise }
          life.employee: { then: anonymise }
          life.visit: { then: delete }
          life.orders: { then: delete }
          life.member: { then: delete }
          life.invoice: { keep: P1Y, from: at, then: delete, because: bookkeeping }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        dumps: { of: life, in: vault, objects: "*.sql", format: mysqldump, keep: P60D, on-erasure: rewrite }
      """;

  private static final String SUBSCRIBER =
      """
        subscriber:
          records: life.customer
          identifiers: { email: email, phone: phone }
          created: created_at
      """;

  private final Path file;
  private final Map<String, String> environment;
  private Instant now = Instant.EPOCH;

  /**
   * With the database of a club, or without.
   *
   * @param subscribed whether customers are subscribers too, in the same table
   */
  Office(Path directory, String url, Optional<String> club, boolean subscribed, Path vault)
      throws IOException {
    String job = club.isPresent() ? withClub() : JOB;
    file =
        Files.writeString(
            directory.resolve("life.yaml"),
            WithoutPdf.of(
                subscribed ? job.replace("  employee:\n", SUBSCRIBER + "  employee:\n") : job));
    environment =
        Map.of(
            "URL",
            url,
            "CLUB",
            club.orElse(""),
            "EVIDENCE",
            directory.resolve("evidence").toUri().toString(),
            "KEYS",
            directory.resolve("keys").toString(),
            "VAULT",
            vault.toUri().toString());
    expect(0, say("", "key generate"));
  }

  private static String withClub() {
    return JOB.replace("keys: \"${KEYS}\"", "keys: \"${KEYS}\", control: life")
        .replace(
            "zone: UTC } }",
            "zone: UTC }, club: { url: \"${CLUB}\", username: sa, password: \"\", zone: UTC } }")
        .replace(
            "anonymise:\n",
            """
              guest:
                records: club.guest
                identifiers: { email: email, phone: phone }
                created: created_at
            anonymise:
              club.guest:
                mark: anonymised_at
                with: { full_name: redact, email: set-null, phone: set-null }
            """)
        .replace("  records:\n", "  records:\n    club.guest: { then: anonymise }\n")
        .replace(
            "backups:\n",
            """
            backups:
              guests: { of: club, in: vault, objects: "*.club", format: mysqldump, keep: P60D, on-erasure: rewrite }
            """);
  }

  void at(Instant moment) {
    now = moment;
  }

  /** One command: its words, the job file, further arguments. */
  CommandRun say(String input, String words, String... arguments) {
    List<String> all = new ArrayList<>(List.of(words.split(" ")));
    all.add(file.toString());
    all.addAll(List.of(arguments));
    return CommandRun.onDatabases(environment)
        .at(now)
        .typing(input)
        .run(all.toArray(String[]::new));
  }

  /** A run that does not reach the database of the club. */
  CommandRun runWithoutClub() {
    Map<String, String> without = new HashMap<>(environment);
    without.put("CLUB", "jdbc:mysql://127.0.0.1:1/nobody?connectTimeout=500");
    return CommandRun.onDatabases(without).at(now).run("run", file.toString());
  }

  /** Files a request and returns its id. */
  String ask(String subject, List<String> identifiers, boolean verified) {
    List<String> arguments =
        new ArrayList<>(List.of("--subject", subject, "--identifiers-from", "-", "--json"));
    if (!verified) {
      arguments.add("--unverified");
    }
    CommandRun added = say(lines(identifiers), "request add", arguments.toArray(String[]::new));
    return expect(0, added).json().get("id").asString();
  }

  void decide(String words, String request, String... arguments) {
    List<String> all = new ArrayList<>(List.of(request));
    all.addAll(List.of(arguments));
    expect(0, say("", words, all.toArray(String[]::new)));
  }

  /**
   * What a request leads to, and of which rows of dumps somebody has to say whose they are; empty
   * if there is nothing to look at.
   */
  Optional<JsonNode> look(String request) {
    CommandRun look = say("", "request review", request, "--json");
    assertThat(look.exitCode()).as(look.err()).isIn(0, 2);
    if (look.exitCode() == 2) {
      assertThat(look.err()).contains("there is nothing to review");
      return Optional.empty();
    }
    return Optional.of(look.json());
  }

  void hold(String reference, String subject, String identifier) {
    expect(
        0,
        say(
            lines(List.of(identifier)),
            "hold add",
            "--subject",
            subject,
            "--identifiers-from",
            "-",
            "--reference",
            reference,
            "--case",
            reference,
            "--basis",
            "claim",
            "--review",
            "2030-01-01"));
  }

  void release(String reference) {
    expect(0, say("", "hold release", "--case", reference, "--reason", "case-closed"));
  }

  private static String lines(List<String> identifiers) {
    StringBuilder lines = new StringBuilder();
    for (String identifier : identifiers) {
      lines
          .append(identifier.contains("@") ? "email: " : "phone: ")
          .append(identifier)
          .append('\n');
    }
    return lines.toString();
  }

  static CommandRun expect(int code, CommandRun run) {
    assertThat(run.exitCode()).as(run.err() + run.out()).isEqualTo(code);
    return run;
  }
}
