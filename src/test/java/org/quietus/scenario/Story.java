package org.quietus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quietus.cli.CommandRun;

/** What happens, day by day, to one company: in its database, and in the model beside it. */
final class Story implements AutoCloseable {
  private static final LocalDate FIRST = LocalDate.of(2024, 3, 1);
  private static final int WAITS = 7;
  private static final int MOST_RESTORES = 2;

  /** Of so many stories one has persons in a second database, too. */
  private static final int CLUBS = 4;

  /** Of so many stories one has customers who are subscribers too, in the same table. */
  private static final int SUBSCRIBERS = 3;

  /** How likely it is that a story's customers have a column that is computed from another. */
  private static final double KEYED = 0.5;

  /** How likely each of these is of a backup. */
  private static final double QUALIFIED = 0.3;

  private static final double TWICE = 0.15;

  /** How likely it is on a day that somebody can be held and erased and comes back. */
  private static final double HELD_AND_RESTORED = 0.02;

  /** How often the second database is down when a run begins. */
  private static final double DOWN = 0.1;

  private final Path directory;
  private final Town town;
  private final Vault vault;
  private final Office office;
  private final Life life = new Life();
  private final Promise promise;
  private final Course course;
  private final Everyday everyday;
  private final Matters matters;
  private final Reviewing reviewing;
  private final Events events = new Events();
  private @Nullable Life backup;
  private Instant backedUp = Instant.EPOCH;
  private int runs;
  private int restores;
  private String lastRun = "";

  Story(long seed, Path directory) throws Exception {
    this.directory = directory;
    String url = url("life");
    Optional<String> club = seed % CLUBS == 2 ? Optional.of(url("club")) : Optional.empty();
    Path dumps = directory.resolve("vault");
    boolean subscribed = seed % SUBSCRIBERS == 1;
    office = new Office(directory, url, club, subscribed, dumps);
    course = new Course(seed, office);
    boolean keyed = course.chance(KEYED);
    town = new Town(url, keyed);
    if (club.isPresent()) {
      town.open(club.get());
    }
    vault = new Vault(dumps, keyed);
    promise = new Promise(life, town, vault, directory.resolve("evidence"));
    everyday = new Everyday(course, life, town, events);
    matters = new Matters(course, life, office, subscribed, events);
    reviewing = new Reviewing(course, life, office, events);
    if (keyed) {
      events.count(Events.Kind.GENERATED_COLUMN);
    }
  }

  private String url(String database) {
    return "jdbc:h2:file:" + directory.resolve(database) + ";WRITE_DELAY=0;DATABASE_TO_LOWER=TRUE";
  }

  /** What was done so far, for whoever has to understand a failure. */
  String told() {
    return course.told() + "\n" + office.say("", "request list").out() + lastRun;
  }

  int runs() {
    return runs;
  }

  /** How often what is rare happened. */
  Events events() {
    return events;
  }

  String summary() {
    return "%d runs, %d requests, %d accounts, %d of them erased guests, %s"
        .formatted(runs, life.asks.size(), life.accounts.size(), life.erasedGuests(), events);
  }

  void live(int days) throws Exception {
    course.goTo(FIRST.atStartOfDay(ZoneOffset.UTC).toInstant(), 3600);
    run();
    for (int day = 0; day < days; day++) {
      course.goTo(FIRST.plusDays(day).atTime(6, 0).toInstant(ZoneOffset.UTC), 3600);
      everyday.applications();
      matters.people();
      matters.staff();
      reviewing.staff();
      if (day % 15 == 5) {
        backUp(restores < MOST_RESTORES);
      }
      if (backup != null && course.chance(0.01) && restores < MOST_RESTORES) {
        restore(lost(town.hasClub() && course.chance(0.5) ? "club" : "life"));
      }
      if (course.chance(HELD_AND_RESTORED)) {
        heldAndRestored();
      } else if (course.chance(1 / 7.0)) {
        run();
      }
      promise.ofRows();
    }
    run();
    promise.ofRows();
    promise.ofCertificates();
  }

  /** Of the database too if it may be restored, which takes a while; dumps lie elsewhere. */
  private void backUp(boolean restorable) throws Exception {
    course.goOn();
    course.tell("backup");
    DumpText.Names names =
        course.chance(QUALIFIED)
            ? Objects.requireNonNull(course.any(List.of(DumpText.Names.values())))
            : DumpText.Names.USED;
    if (names != DumpText.Names.USED) {
      events.count(Events.Kind.QUALIFIED_DUMP);
    }
    Dump dump = vault.dump(life, course.now(), names, course.chance(TWICE));
    if (dump.isTwice()) {
      events.count(Events.Kind.DUMP_TWICE);
    }
    life.dumps.add(dump);
    if (town.hasClub()) {
      life.dumps.add(vault.dumpOfClub(life, course.now()));
    }
    if (restorable) {
      town.save(directory);
    }
    backup = life.copy();
    backedUp = course.now();
  }

  /**
   * Somebody is held, which keeps a run from them, then erased, and comes back with a backup from
   * before.
   */
  private void heldAndRestored() throws Exception {
    List<Account> mayGo =
        life.asks.values().stream().flatMap(ask -> life.only(ask, course.now()).stream()).toList();
    @Nullable Account person = course.any(mayGo);
    if (person == null) {
      return;
    }
    events.count(Events.Kind.HELD_AND_RESTORED);
    LegalHold hold = matters.hold(person);
    backUp(true);
    run(1);
    promise.ofRows();
    matters.release(hold);
    run(1);
    promise.ofRows();
    restore(lost(person.database()));
  }

  /** What has to be put back together with a database, and what is besides: by chance. */
  private Set<String> lost(String database) {
    Set<String> lost = new TreeSet<>(Set.of(database));
    boolean guestsAreHeld =
        life.holds.stream().anyMatch(hold -> Account.database(hold.subject()).equals("club"));
    if (town.hasClub() && (guestsAreHeld || course.chance(0.5))) {
      lost.addAll(course.chance(0.5) ? Set.of("club", "life") : Set.of("life"));
    }
    return lost;
  }

  private void restore(Set<String> databases) throws Exception {
    course.goOn();
    restores++;
    events.count(Events.Kind.RESTORED);
    course.tell("restored to " + backedUp + ": " + databases);
    town.restore(databases, directory);
    Replay made = new Replay(life, Objects.requireNonNull(backup), backedUp, course.now());
    String database = databases.contains("life") ? "life" : "club";
    Set<Integer> codes =
        new HashSet<>(database.equals("life") ? made.of(databases) : made.ofClub());
    boolean unsure = codes.equals(Set.of(8));
    codes.add(WAITS);
    CommandRun replay = replay(database);
    if (replay.err().contains("[OTHER-DATABASE]")) { // somebody has to say that it is the same
      String fingerprint = office.say("", "plan", "--json").json().get("fingerprint").asString();
      Office.expect(0, office.say("", "approve", fingerprint, "--database", database));
      replay = replay(database);
    }
    assertThat(replay.exitCode()).as(replay.err() + replay.out()).isIn(codes);
    if (unsure || replay.exitCode() == 8) {
      replay = replay(database, "--accept", "holds,requests,subjects,rows,tables,backups");
    }
    if (replay.exitCode() == WAITS) { // H2 named its indexes anew
      String fingerprint = office.say("", "plan", "--json").json().get("fingerprint").asString();
      Office.expect(0, office.say("", "approve", fingerprint));
      replay = replay(database, "--accept", "holds,requests,subjects,rows,tables,backups");
    }
    assertThat(replay.exitCode()).as(replay.err()).isIn(0, 8);
    backup = null;
  }

  private CommandRun replay(String database, String... more) {
    String snapshot = backedUp.minusSeconds(1).toString();
    List<String> arguments =
        new ArrayList<>(List.of("--database", database, "--snapshot", snapshot));
    arguments.addAll(List.of(more));
    CommandRun replay = office.say("", "replay", arguments.toArray(String[]::new));
    course.tell("replay exits " + replay.exitCode() + "\n" + replay.err() + replay.out());
    return replay;
  }

  private void run() throws Exception {
    run(8);
  }

  private void run(int withinHours) throws Exception {
    course.goTo(course.now(), withinHours * 3600);
    runs++;
    List<Account> before = List.copyOf(life.accounts.values());
    if (course.chance(0.1)) {
      killed();
      // who was ambiguous may not be any more in the run that follows one taken up again
      for (int more = 0; more < 2; more++) {
        life.run(course.now());
        assertThat(office.say("", "run").exitCode()).isIn(0, 8);
      }
    }
    boolean down = town.hasClub() && runs > 1 && course.chance(DOWN);
    Set<Integer> codes = down ? life.runWithout("club", course.now()) : life.run(course.now());
    if (down) {
      events.count(Events.Kind.CLUB_DOWN);
    }
    CommandRun run = down ? office.runWithoutClub() : office.say("", "run");
    lastRun = run.err() + run.out() + "\nafter which the model has " + life.asks.values();
    course.tell(
        (down ? "club is down, " : "")
            + "run exits "
            + run.exitCode()
            + " of "
            + codes
            + " "
            + life.unsure
            + said(run));
    assertThat(run.exitCode()).as(run.err() + run.out()).isIn(codes);
    everyday.leave(before);
    promise.ofDumps();
  }

  /** What somebody who has to act was told. */
  private static String said(CommandRun run) {
    return run.exitCode() == 0
        ? ""
        : "\n" + run.err().replaceAll("(?m)^.*(certificate|done|copy remains).*\n", "");
  }

  private void killed() throws Exception {
    events.count(Events.Kind.KILLED);
    Thread thread = new Thread(() -> office.say("", "run"));
    thread.start();
    Thread.sleep(course.number(600));
    town.crash();
    thread.join();
    course.tell("killed");
  }

  @Override
  public void close() throws SQLException {
    town.close();
  }
}
