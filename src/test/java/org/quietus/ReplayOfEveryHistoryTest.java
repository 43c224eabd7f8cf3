package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/**
 * Persons with all kinds of histories live through some days, each of which ends with a backup.
 * Whichever of these comes back: a replay erases whom the days had erased, and nobody else, and
 * what a law kept of them comes due. {@code -Dseed=7} lives the days of that seed.
 */
class ReplayOfEveryHistoryTest {
  private static final String SCHEMA = "histories";
  private static final int DAYS = 7;
  private static final int LAST_MOVES = 4;
  private static final Instant FIRST = Instant.parse("2026-03-01T12:00:00Z");
  private static final String YAML =
      """
      quietus: 1
      job: histories
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: phone }
          created: created_at
          owns:
            - "crm.chat.customer_id -> crm.customer.id"
            - "crm.invoice.customer_id -> crm.customer.id"
      anonymise:
        crm.customer: { with: { email: set-null, phone: set-null } }
      erasure:
        clock: { answer: P1M, extend: P2M, settle: PT6H }
        records:
          crm.customer: { then: anonymise }
          crm.chat: { then: delete }
          crm.invoice: { $keep: P6M, from: issued_on, then: delete, because: bookkeeping }
      """;

  /** What happens to one person on the days from their first one on. */
  private enum History {
    PLAIN("add"),
    HELD("add hold"),
    RELEASED("add hold", "", "release"),
    RELEASED_AT_ONCE("add hold", "release"),
    RESTRICTED("add restrict"),
    EXTENDED("add restrict", "extend"),
    LIFTED("add restrict", "extend", "unrestrict"),
    CANCELLED("add hold", "cancel release"),
    ASKED_AGAIN("add hold", "cancel release", "add"),
    REVIEWED("add", "review"),
    HELD_AFTERWARDS("add", "", "hold"),
    NEVER_ASKED("");

    private final List<String> days;

    History(String... days) {
      this.days = List.of(days);
    }
  }

  private static final class Person {
    private final int id;
    private final History history;
    private final int begins;
    private String request = "";
    private String hold = "";
    private boolean invoiced;

    Person(int id, History history, int begins) {
      this.id = id;
      this.history = history;
      this.begins = begins;
    }

    String email() {
      return "email: p" + id + "@example.org";
    }

    List<String> movesOf(int day) {
      int n = day - begins;
      return n < 0 || n >= history.days.size() || history.days.get(n).isEmpty()
          ? List.of()
          : List.of(history.days.get(n).split(" "));
    }
  }

  @TempDir Path directory;
  @TempDir Path files;
  private ShopEngine engine;
  private OpenedJob job;
  private String as = "";

  @Test
  void whicheverBackupComesBackTheSameArePersonsErased() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    as = "seed " + seed;
    List<Person> persons = fill(random);
    for (int day = 0; day < DAYS; day++) {
      job.at(moment(day).toString());
      for (Person person : persons) {
        for (String move : person.movesOf(day)) {
          make(move, person);
        }
      }
      ran(job.command("run", "--only", "erasure"));
      engine.execute(SCHEMA, "SCRIPT TO '" + backup(day) + "'");
    }
    copy(job.evidence(), files.resolve("evidence"));
    List<String> erased = identified(false);
    List<String> spared = identified(true);
    assertThat(erased).as(as).isNotEmpty();

    for (int day = 0; day < DAYS; day++) {
      as = "seed " + seed + ", backup of day " + day;
      replayed(day, persons, erased, spared);
    }
  }

  private List<Person> fill(Random random) throws Exception {
    engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), phone VARCHAR(40),"
            + " created_at TIMESTAMP NOT NULL)",
        "CREATE TABLE chat (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL)",
        "CREATE INDEX chat_customer ON chat (customer_id)",
        "CREATE TABLE invoice (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL,"
            + " issued_on DATE NOT NULL)",
        "CREATE INDEX invoice_customer ON invoice (customer_id)");
    String keep = random.nextBoolean() ? "keep" : "keep-at-least";
    job = new OpenedJob(directory, engine.server(), SCHEMA, YAML.replace("$keep", keep));
    assertThat(job.generateKeys().exitCode()).isZero();
    List<Person> persons = new ArrayList<>();
    for (History history : History.values()) {
      int id = persons.size() + 1;
      Person person = new Person(id, history, random.nextInt(DAYS - LAST_MOVES));
      persons.add(person);
      engine.execute(SCHEMA, customer(id, id), "INSERT INTO chat VALUES (" + id + ", " + id + ")");
      if (history == History.REVIEWED) {
        engine.execute(SCHEMA, customer(100 + id, id));
      }
      if (random.nextBoolean()) {
        person.invoiced = true;
        engine.execute(SCHEMA, "INSERT INTO invoice VALUES (" + id + ", " + id + ", '2026-01-01')");
      }
    }
    return persons;
  }

  /** Somebody has the address of that person, and another number. */
  private static String customer(int id, int of) {
    return "INSERT INTO customer VALUES (%d, 'p%d@example.org', '+49 30 %d', '2020-01-01')"
        .formatted(id, of, 10_000 + id);
  }

  private void make(String move, Person person) throws Exception {
    switch (move) {
      case "add" -> person.request = job.request(person.email());
      case "hold" -> person.hold = hold(person);
      case "release" -> done(job.command("hold release", person.hold, "--reason", "case-closed"));
      case "restrict" ->
          done(job.command("request restrict", person.request, "--review", "2027-01-01"));
      case "unrestrict", "cancel" -> done(job.command("request " + move, person.request));
      case "extend" ->
          done(job.command("request extend", person.request, "--reason", "complexity"));
      case "review" -> {
        String list =
            job.command("request review", person.request, "--json").json().get("list").asString();
        done(job.command("request review", person.request, "--choose", "1", "--of", list));
      }
      default -> throw new IllegalArgumentException(move);
    }
  }

  private String hold(Person person) {
    CommandRun hold =
        job.typing(
            person.email() + "\n",
            "hold add",
            "--identifiers-from",
            "-",
            "--reference",
            "case-" + person.id,
            "--basis",
            "claim",
            "--review",
            "2027-01-01",
            "--json");
    done(hold);
    return hold.json().get("id").asString();
  }

  private void replayed(int day, List<Person> persons, List<String> erased, List<String> spared)
      throws Exception {
    engine.execute(SCHEMA, "DROP ALL OBJECTS", "RUNSCRIPT FROM '" + backup(day) + "'");
    copy(files.resolve("evidence"), job.evidence());
    job.at(moment(DAYS).toString());
    ran(replay(day));
    assertThat(identified(true)).as(as).containsAll(spared);
    ran(replay(day, "--accept", "holds,requests,subjects,rows,tables,backups"));

    assertThat(identified(true)).as(as).containsAll(spared).doesNotContainAnyElementsOf(erased);
    assertThat(
            replay(day, "--check", "--accept", "holds,requests,subjects,rows,tables,backups")
                .exitCode())
        .as(as)
        .isZero();

    job.at("2026-10-01T12:00:00Z");
    ran(job.command("run", "--only", "erasure"));
    ran(job.command("run", "--only", "erasure"));
    assertThat(identified(true)).as(as).doesNotContainAnyElementsOf(erased);
    for (Person person : persons) {
      if (person.history == History.HELD_AFTERWARDS && day >= person.begins + 2) {
        assertThat(hasInvoice(person)).as(as + ", held").isEqualTo(person.invoiced);
        done(job.command("hold release", person.hold, "--reason", "case-closed"));
        ran(job.command("run", "--only", "erasure"));
      }
    }
    Map<String, List<String>> rows = engine.rows(SCHEMA);
    for (Person person : persons) {
      if (erased.contains(String.valueOf(person.id))) {
        assertThat(rows.get("chat")).as(as).noneMatch(row -> row.contains("id=" + person.id + " "));
        assertThat(hasInvoice(person)).as(as + ", " + person.history).isFalse();
        assertThat(engine.control(SCHEMA).get("request"))
            .as(as + ", " + person.history)
            .filteredOn(row -> row.contains(person.request))
            .allMatch(row -> row.contains("state=completed") && row.contains("sealed=null"));
      }
    }
  }

  private boolean hasInvoice(Person person) throws Exception {
    return engine.rows(SCHEMA).get("invoice").stream()
        .anyMatch(row -> row.startsWith("id=" + person.id + " "));
  }

  private CommandRun replay(int day, String... more) {
    return job.command(
        "replay",
        Stream.concat(
                Stream.of("--database", "crm", "--snapshot", moment(day).toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** The keys of those whose address is there, or of those whose is not. */
  private List<String> identified(boolean there) throws Exception {
    return engine.rows(SCHEMA).get("customer").stream()
        .filter(row -> row.contains("example.org") == there)
        .map(row -> row.replaceFirst("id=([0-9]+) .*", "$1"))
        .toList();
  }

  private static Instant moment(int day) {
    return FIRST.plus(day, ChronoUnit.DAYS);
  }

  private Path backup(int day) {
    return files.resolve("backup-" + day + ".sql");
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      try (Stream<Path> old = Files.walk(to)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private void done(CommandRun command) {
    assertThat(command.exitCode()).as(as + ": " + command.out() + command.err()).isZero();
  }

  /** With something left for a person, perhaps. */
  private void ran(CommandRun command) {
    assertThat(command.exitCode()).as(as + ": " + command.out() + command.err()).isIn(0, 8);
  }
}
