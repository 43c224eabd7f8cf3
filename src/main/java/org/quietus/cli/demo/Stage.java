package org.quietus.cli.demo;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.quietus.hold.LegalHold;
import org.quietus.job.HoldOrder;
import org.quietus.job.HoldSummary;
import org.quietus.job.JobSession;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.pack.Pack;
import org.quietus.pack.Person;
import org.quietus.pack.Population;
import org.quietus.request.Answer;
import org.quietus.request.Filing;
import org.quietus.request.Ground;
import org.quietus.request.NewRequest;
import org.quietus.request.Requester;
import org.quietus.request.Role;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/** What can be done on one simulated day of a pack's demo, at noon; each act only once. */
final class Stage {
  private static final int SLOTS = 2;

  private final PackDirectory demo;
  private final Pack pack;
  private final Population population;
  private final ZonedDay today;
  private final Function<Instant, JobSession> opening;
  private final RunListener listener;

  /** A day of a time zone. */
  record ZonedDay(LocalDate day, ZoneId zone) {
    Instant noon() {
      return day.atTime(12, 0).atZone(zone).toInstant();
    }
  }

  Stage(
      PackDirectory demo,
      Pack pack,
      Population population,
      ZonedDay today,
      Function<Instant, JobSession> opening,
      RunListener listener) {
    this.demo = demo;
    this.pack = pack;
    this.population = population;
    this.today = today;
    this.opening = opening;
    this.listener = listener;
  }

  LocalDate day() {
    return today.day();
  }

  /** A moment of the day before, as the database writes it. */
  LocalDateTime lastEvening() {
    return today.day().minusDays(1).atTime(21, 30);
  }

  /** Takes a request of a verified person in, or finds the one that was. */
  String asks(int person, String subject, Ground ground, Requester requester) throws IOException {
    return asks(person, subject, Optional.empty(), ground, requester);
  }

  /** The same, of a tenant's customer. */
  String asks(
      int person, String subject, Optional<String> tenant, Ground ground, Requester requester)
      throws IOException {
    Optional<String> evidence =
        requester == Requester.SELF ? Optional.empty() : Optional.of("CASE-" + person);
    Filing filing = new Filing(subject, tenant, ground, requester, evidence, today.noon());
    NewRequest request = new NewRequest(filing, List.of(identifier(person)), true);
    try (JobSession session = open()) {
      RequestSummary taken = session.requests().take(List.of(request), Role.OPERATOR).get(0);
      demo.writeOnce(note(person), taken.id());
      return told(taken);
    }
  }

  private static String note(int person) {
    return ".requests/" + person;
  }

  /** Decides about the person's request, unless that was done. */
  String decide(int person, String from, Role role, RequestDesk.Decision decision)
      throws IOException {
    String id = demo.noted(note(person)).orElseThrow();
    try (JobSession session = open()) {
      RequestSummary request =
          session.requests().all().stream()
              .filter(r -> r.id().equals(id))
              .findFirst()
              .orElseThrow();
      return told(
          request.state().equals(from) ? session.requests().decide(id, role, decision) : request);
    }
  }

  /** A daily run of everything; names the requests that it moved. */
  String run() {
    try (JobSession session = open()) {
      List<String> before = session.requests().all().stream().map(this::told).toList();
      RunResult result =
          session.run(
              new RunOptions(EnumSet.allOf(Scope.class), Optional.empty(), SLOTS), listener);
      Stream<String> moved =
          session.requests().all().stream()
              .map(this::told)
              .filter(request -> !before.contains(request));
      return Stream.concat(Stream.of("run: " + result.outcome() + counts(result)), moved)
          .collect(Collectors.joining("; "));
    }
  }

  private static String counts(RunResult result) {
    long deleted = result.byTable().values().stream().mapToLong(c -> c.deleted()).sum();
    long anonymised = result.byTable().values().stream().mapToLong(c -> c.anonymised()).sum();
    long held = result.byTable().values().stream().mapToLong(c -> c.held()).sum();
    int certificates = result.certificates().size();
    return ", rows deleted %d, anonymised %d".formatted(deleted, anonymised)
        + (held > 0 ? ", held " + held : "")
        + (certificates == 1 ? "; 1 certificate" : "; %d certificates".formatted(certificates));
  }

  /** Sends each answer that is to be sent. */
  String answers() {
    try (JobSession session = open()) {
      List<Answer> due =
          session.requests().answers().stream().filter(a -> a.sentAt().isEmpty()).toList();
      due.forEach(answer -> session.requests().answered(answer.id(), today.noon()));
      return due.isEmpty()
          ? "no answer was due"
          : "answers sent: "
              + due.stream()
                  .collect(Collectors.groupingBy(a -> a.kind().toString(), Collectors.counting()))
                  .entrySet()
                  .stream()
                  .sorted(Map.Entry.comparingByKey())
                  .map(each -> each.getKey() + " " + each.getValue())
                  .collect(Collectors.joining(", "));
    }
  }

  /** Each recipient but those confirms what it was told. */
  String recipientsConfirm(String... silent) throws IOException {
    int confirmed = 0;
    try (Stream<Path> files = Files.walk(demo.mailboxes())) {
      for (Path notice : files.filter(file -> file.toString().endsWith(".json")).toList()) {
        if (!List.of(silent).contains(demo.mailboxes().relativize(notice).getName(0).toString())) {
          Path acknowledged =
              notice.resolveSibling(notice.getFileName().toString().replace(".json", ".ack"));
          Files.writeString(acknowledged, "");
          confirmed++;
        }
      }
    }
    return confirmed + " notices confirmed by recipients";
  }

  /** A backup of the database as it is now, in place of one of the same key. */
  String backup(String key) throws IOException, SQLException {
    demo.database().dump(demo.vault().resolve(key), today.day().atTime(3, 0).atZone(today.zone()));
    return "backup " + key + " made";
  }

  /** A log file, with a line for each of the first hundred persons. */
  String logs(String key, BiFunction<Stage, Integer, String> line) throws IOException {
    Path file = demo.vault().resolve(key);
    Files.createDirectories(file.getParent());
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      for (int person = 1; person <= Population.FEWEST; person++) {
        out.write(line.apply(this, person) + "\n");
      }
    }
    return "log file " + key + " written";
  }

  /** Objects of a kind, with the keys and texts that a query gives. */
  String objects(String kind, String query) throws IOException, SQLException {
    int written = 0;
    try (Connection connection = demo.database().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        Path file = demo.vault().resolve(rows.getString(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, rows.getString(2));
        written++;
      }
    }
    return "%d %s written, each named by its row".formatted(written, kind);
  }

  /** What another application writes, unless the table has a row of that id. */
  String arrives(String table, long id, String values) throws SQLException {
    demo.database()
        .execute(
            "INSERT INTO %1$s SELECT %2$d, %3$s FROM (VALUES (1)) one (n) WHERE NOT EXISTS (SELECT 1 FROM %1$s WHERE id = %2$d)"
                .formatted(table, id, values));
    return "a row arrives in " + table;
  }

  /** What an application does, in words and in SQL that changes nothing more the second time. */
  String happens(String what, String sql) throws SQLException {
    demo.database().execute(sql);
    return what;
  }

  /** Sets a hold on a person unless it is there. */
  String hold(int person, String subject, String reference, String basis) {
    try (JobSession session = open()) {
      Optional<HoldSummary> known =
          session.holds().list().stream().filter(h -> h.reference().equals(reference)).findFirst();
      HoldSummary hold =
          known.orElseGet(
              () ->
                  session
                      .holds()
                      .add(
                          new HoldOrder(
                              LegalHold.Kind.LEGAL_HOLD,
                              Optional.of(reference),
                              Optional.empty(),
                              basis,
                              today.day().plusMonths(6),
                              new HoldOrder.Person(subject, List.of(identifier(person))))));
      return "hold %s (%s), to be reviewed by %s"
          .formatted(hold.reference(), hold.basis(), hold.review());
    }
  }

  /** Releases a hold. */
  String release(String reference) {
    try (JobSession session = open()) {
      boolean inForce =
          session.holds().list().stream()
              .anyMatch(h -> h.reference().equals(reference) && h.releasedAt().isEmpty());
      if (inForce) {
        session.holds().releaseReference(reference, "case-closed");
      }
      return "hold " + reference + " released";
    }
  }

  Person person(int number) {
    return pack.person(population, number);
  }

  /** The telephone number where the pack's persons have one, else the address. */
  private Identifier identifier(int person) {
    Person found = person(person);
    return found.phone().isEmpty()
        ? new Identifier(IdentifierType.EMAIL, found.email())
        : new Identifier(IdentifierType.PHONE, found.phone());
  }

  JobSession open() {
    return opening.apply(today.noon());
  }

  /** A request in one line. */
  String told(RequestSummary request) {
    return RequestLine.of(request, today.zone());
  }
}
