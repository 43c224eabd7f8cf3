package org.quietus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.cli.CommandRun;

/** What happens, day by day, to one company: in its database, and in the model beside it. */
final class Story implements AutoCloseable {
  private static final LocalDate FIRST = LocalDate.of(2024, 3, 1);

  private static final int WAITS = 7;

  private final Random random;
  private final Path directory;
  private final Town town;
  private final Vault vault;
  private final Office office;
  private final Life life = new Life();
  private final Promise promise;
  private final List<Account> gone = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private @Nullable Life backup;
  private Instant backedUp = Instant.EPOCH;
  private Instant now = FIRST.atStartOfDay(ZoneOffset.UTC).toInstant();
  private int numbers;
  private int runs;
  private int kills;
  private int restores;

  Story(long seed, Path directory) throws Exception {
    this.random = new Random(seed);
    this.directory = directory;
    String url =
        "jdbc:h2:file:" + directory.resolve("life") + ";WRITE_DELAY=0;DATABASE_TO_LOWER=TRUE";
    town = new Town(url);
    vault = new Vault(directory.resolve("vault"));
    office = new Office(directory, url, vault.directory());
    promise = new Promise(life, town, vault, directory.resolve("evidence"));
  }

  /** What was done so far, for whoever has to understand a failure. */
  String told() {
    return String.join("\n", told.subList(Math.max(0, told.size() - 150), told.size()))
        + "\n"
        + office.say("", "request list").out();
  }

  int runs() {
    return runs;
  }

  String summary() {
    return "%d runs, %d kills, %d restores, %d requests, %d accounts"
        .formatted(runs, kills, restores, life.asks.size(), life.accounts.size());
  }

  void live(int days) throws Exception {
    run();
    for (int day = 0; day < days; day++) {
      morning(FIRST.plusDays(day).atTime(6, 0).toInstant(ZoneOffset.UTC));
      applications();
      people();
      staff();
      if (day % 15 == 5) {
        backUp();
      }
      if (backup != null && chance(0.01) && restores < 2) {
        restore();
      }
      if (chance(1 / 7.0)) {
        run();
      }
      promise.ofRows();
    }
    run();
    promise.ofRows();
    promise.ofCertificates();
  }

  private void morning(Instant moment) {
    now = moment.plusSeconds(random.nextInt(3600));
    office.at(now);
  }

  private void later() {
    now = now.plusSeconds(1 + random.nextInt(1800));
    office.at(now);
  }

  private void tell(String what) {
    told.add(now.truncatedTo(ChronoUnit.SECONDS) + " " + what);
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private <T> @Nullable T any(List<T> all) {
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  private @Nullable Account anybody() {
    return any(life.accounts(account -> account.closed() == null));
  }

  private void applications() throws SQLException {
    if (chance(0.35)) {
      register(newEmail(), phone());
    }
    @Nullable Account back = any(gone);
    if (back != null && chance(0.06)) {
      register(Objects.requireNonNullElse(back.email(), newEmail()), back.phone());
    }
    for (Ask ask : List.copyOf(life.asks.values())) {
      loadLate(ask);
    }
    add("visit", 1.0);
    add("orders", 0.3);
    add("invoice", 0.2);
    add("member", 0.15);
    @Nullable Account one = anybody();
    if (one != null && chance(0.05)) {
      tell(one.id() + " closes");
      put(one.closedOn(LocalDate.ofInstant(now, ZoneOffset.UTC)));
    }
    @Nullable Account other = anybody();
    if (other != null && chance(0.05)) {
      tell(other.id() + " gets another number");
      put(other.withPhone(newPhone()));
    }
  }

  private String newEmail() {
    return "person" + numbers++ + "@example.org";
  }

  private String newPhone() {
    return "+49301" + (1_000_000 + numbers++);
  }

  /** Numbers are new, shared in a household, or somebody else's from before. */
  private @Nullable String phone() {
    int kind = random.nextInt(10);
    if (kind == 0) {
      @Nullable Account flatmate = anybody();
      return flatmate == null ? null : flatmate.phone();
    }
    if (kind == 1) {
      @Nullable Account former = any(gone);
      return former == null ? null : former.phone();
    }
    return kind < 8 ? newPhone() : null;
  }

  private void register(String email, @Nullable String phone) throws SQLException {
    later();
    int id = life.accounts.size() + 1;
    Account account = new Account(id, "Person " + id + ".", email, phone, now, null, false);
    tell("registers " + account.row());
    life.accounts.put(id, account);
    town.add(account);
  }

  /** What was on its way to the database when its person was erased arrives now. */
  private void loadLate(Ask ask) throws SQLException {
    @Nullable Account person = ask.person();
    boolean settling =
        ask.state() == Ask.State.ERASED && now.isBefore(ask.erasedAt().plus(Life.SETTLE));
    if (settling && person != null && ask.given().size() == 2 && chance(0.3)) {
      int id = life.accounts.size() + 1;
      Account late =
          new Account(
              id,
              "Person " + id + ".",
              person.email(),
              person.phone(),
              person.created(),
              null,
              false);
      tell("arrives late " + late.row());
      life.accounts.put(id, late);
      town.add(late);
    }
  }

  private void put(Account account) throws SQLException {
    life.accounts.put(account.id(), account);
    town.update(account);
  }

  private void add(String table, double probability) throws SQLException {
    @Nullable Account owner = anybody();
    if (owner != null && chance(probability)) {
      Instant at =
          now.truncatedTo(ChronoUnit.DAYS)
              .minus(random.nextInt(3), ChronoUnit.DAYS)
              .minus(random.nextInt(3), ChronoUnit.HOURS); // midnight in Berlin among them
      Thing thing = new Thing(table, ++numbers, owner.id(), at);
      life.things.add(thing);
      town.add(thing);
    }
  }

  private void people() {
    later();
    @Nullable Account person = anybody();
    if (person != null && chance(0.12)) {
      int kind = random.nextInt(4);
      ask(kind == 0 ? null : person.email(), kind == 1 ? null : person.phone());
    }
    if (chance(0.01)) {
      ask(newEmail(), newPhone());
    }
  }

  private void ask(@Nullable String email, @Nullable String phone) {
    List<String> given = Stream.of(email, phone).filter(Objects::nonNull).toList();
    boolean again =
        life.asks.values().stream()
            .anyMatch(one -> isOpen(one) && one.given().stream().anyMatch(given::contains));
    if (!given.isEmpty() && !again) {
      boolean verified = chance(0.7);
      String id = office.ask(given, verified);
      tell("request " + id + " of " + given + (verified ? "" : ", not verified"));
      Ask.State state = verified ? Ask.State.READY : Ask.State.UNVERIFIED;
      life.asks.put(id, new Ask(id, email, phone, now, state, null, null));
    }
  }

  private static boolean isOpen(Ask ask) {
    return ask.state() != Ask.State.COMPLETED && ask.state() != Ask.State.ENDED;
  }

  private void staff() {
    later();
    for (Ask ask : List.copyOf(life.asks.values())) {
      boolean waits = ask.state() == Ask.State.UNVERIFIED;
      if (waits && chance(0.2)) {
        decide("request verify", ask, Ask.State.READY);
      } else if (waits && chance(0.05)) {
        decide("request refuse", ask, Ask.State.ENDED, "--reason", "identity-not-verified");
      } else if (ask.state() == Ask.State.READY && chance(0.02)) {
        decide("request cancel", ask, Ask.State.ENDED);
      }
    }
    @Nullable Account held = anybody();
    if (held != null && held.email() != null && chance(0.03)) {
      String reference = "case-" + numbers++;
      office.hold(reference, held.email());
      tell("hold " + reference + " on " + held.id());
      List<Account> covered = life.accounts(one -> one.has(held.email()));
      life.holds.add(
          new LegalHold(
              reference, held.email(), Set.copyOf(covered.stream().map(Account::id).toList())));
    }
    for (LegalHold hold : List.copyOf(life.holds)) {
      if (chance(0.06)) {
        office.release(hold.reference());
        tell("released " + hold.reference());
        life.holds.remove(hold);
      }
    }
  }

  private void decide(String words, Ask ask, Ask.State next, String... arguments) {
    office.decide(words, ask.id(), arguments);
    tell(words + " " + ask.id());
    life.asks.put(ask.id(), ask.in(next));
  }

  private void backUp() throws Exception {
    later();
    tell("backup");
    life.dumps.add(vault.dump(life, now));
    town.execute("SCRIPT TO '" + directory.resolve("restore.sql") + "'");
    backup = life.copy();
    backedUp = now;
  }

  private void restore() throws Exception {
    later();
    restores++;
    tell("restored to " + backedUp);
    town.execute("DROP ALL OBJECTS", "RUNSCRIPT FROM '" + directory.resolve("restore.sql") + "'");
    Life restored = Objects.requireNonNull(backup);
    boolean unsure = life.replay(restored, now);
    CommandRun replay = replay();
    assertThat(replay.exitCode()).as(replay.err()).isIn(unsure ? 8 : 0, WAITS);
    if (unsure) {
      replay = replay("--accept");
    }
    if (replay.exitCode() == WAITS) { // H2 named its indexes anew
      String fingerprint = office.say("", "plan", "--json").json().get("fingerprint").asString();
      Office.expect(0, office.say("", "approve", fingerprint));
      replay = replay("--accept");
    }
    assertThat(replay.exitCode()).as(replay.err()).isIn(0, 8);
    backup = null;
  }

  private CommandRun replay(String... more) {
    String snapshot = backedUp.minusSeconds(1).toString();
    List<String> arguments = new ArrayList<>(List.of("--database", "life", "--snapshot", snapshot));
    arguments.addAll(List.of(more));
    CommandRun replay = office.say("", "replay", arguments.toArray(String[]::new));
    tell("replay exits " + replay.exitCode() + "\n" + replay.err());
    return replay;
  }

  private void run() throws Exception {
    now = now.plus(Duration.ofMinutes(random.nextInt(8 * 60)));
    office.at(now);
    runs++;
    if (chance(0.1)) {
      killed();
    }
    List<Account> before = List.copyOf(life.accounts.values());
    Set<Integer> codes = life.run(now);
    CommandRun run = office.say("", "run");
    tell("run exits " + run.exitCode() + " of " + codes);
    assertThat(run.exitCode()).as(run.err() + run.out()).isIn(codes);
    before.stream()
        .filter(one -> life.accounts.get(one.id()).anonymised() && !one.anonymised())
        .forEach(gone::add);
    promise.ofDumps();
  }

  private void killed() throws Exception {
    kills++;
    Thread thread = new Thread(() -> office.say("", "run"));
    thread.start();
    Thread.sleep(random.nextInt(600));
    town.crash();
    thread.join();
    tell("killed");
  }

  @Override
  public void close() throws SQLException {
    town.close();
  }
}
