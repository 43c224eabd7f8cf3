package org.quietus.scenario.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.quietus.cli.CommandRun;
import org.quietus.scenario.pack.Notices.Health;
import org.quietus.scenario.pack.Notices.Route;
import org.quietus.scenario.pack.Promises.Backup;
import org.quietus.scenario.pack.Promises.Recipient;

/** What happens, day by day, to the service that a pack is of. */
final class PackStory implements AutoCloseable {
  private static final int WAITS = 7;
  private static final int PARTIAL = 8;
  private static final int MOST_RESTORES = 2;
  private static final int LAST_LINES = 120;

  final Promises promises;
  final Model model;
  final Chance chance;
  final Office office;
  final Tables tables;
  final Vault vault;
  private final Path directory;
  private final Receiver receiver = new Receiver();
  private final Letters letters = new Letters();
  private final Set<String> confirmed = new HashSet<>();
  private final List<String> told = new ArrayList<>();
  private final Map<String, Integer> counts = new java.util.TreeMap<>();
  private final Weather weather;
  private final Promise promise;
  private LocalDateTime now;
  private Model.@Nullable Memory memory;
  private boolean forced;

  /** With the pack's job file, changed so. */
  PackStory(Promises promises, long seed, Path directory, UnaryOperator<String> job)
      throws Exception {
    this.promises = promises;
    this.directory = directory;
    chance = new Chance(seed);
    now = promises.first().atStartOfDay();
    weather = new Weather(seed);
    String url =
        "jdbc:h2:mem:"
            + promises.pack()
            + seed
            + System.nanoTime()
            + ";DB_CLOSE_DELAY=-1"
            + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    Path schema = Path.of("sql/samples", promises.pack() + "-schema-h2.sql");
    tables = new Tables(url, schema, promises.tables());
    office = new Office(directory, promises, url, job);
    vault = new Vault(directory.resolve("vault"));
    Map<String, Route> routes = routes(seed);
    model = new Model(promises, new Notices(routes, promises.zone()));
    promise = new Promise(model, promises, tables, vault, receiver, letters, directory);
    at(now);
    office.does("key generate");
  }

  private Map<String, Route> routes(long seed) throws Exception {
    Map<String, Route> routes = new HashMap<>();
    for (Recipient to : recipients()) {
      Route route = Route.values()[(int) Math.floorMod(seed + routes.size(), 3L)];
      routes.put(to.name(), route);
      letters.key(to.name(), office.giveKey(to.variable(), directory));
      office.set(to.variable(), address(to.name(), route));
    }
    return routes;
  }

  private List<Recipient> recipients() {
    Human anybody = promises.newcomer(1, new Chance(1), null, true);
    return promises.recipients(anybody);
  }

  private String address(String recipient, Route route) throws IOException {
    return switch (route) {
      case HTTP -> receiver.url(recipient);
      case FILE -> Files.createDirectories(mailbox(recipient)).toUri().toString();
      case TABLE -> "table:" + promises.database() + ".notices";
    };
  }

  private Path mailbox(String recipient) {
    return directory.resolve("mail").resolve(recipient);
  }

  // ---- days

  void live(int days) throws Exception {
    for (int n = 0; n < 6; n++) {
      signUp(null, false);
    }
    night(true);
    for (int day = 1; day < days; day++) {
      LocalDate today = promises.first().plusDays(day);
      at(today.atTime(2, chance.number(60)));
      night(forced || chance.of(0.01));
      at(today.atTime(9, chance.number(60)));
      people(day);
      at(today.atTime(13, chance.number(60)));
      staff();
      if (day % 15 == 3 && model.isQuiet()) {
        remember();
      } else if (memory != null && chance.of(0.1)) {
        restore();
      }
      at(today.atTime(23, chance.number(60)));
      backUp(day);
    }
    at(now.plusHours(6));
    night(true);
    promise.ofNotices(office);
    promise.ofEvidence(office);
  }

  private void at(LocalDateTime moment) {
    now = moment;
    office.at(instant());
  }

  private Instant instant() {
    return now.atZone(promises.zone()).toInstant();
  }

  LocalDateTime now() {
    return now;
  }

  void tell(String what) {
    told.add(now + " " + what);
  }

  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  String told() {
    return String.join("\n", told.subList(Math.max(0, told.size() - LAST_LINES), told.size()));
  }

  String summary() {
    return counts + ", " + model.humans.size() + " persons, " + model.facts.size() + " rows";
  }

  int runs() {
    return counts.getOrDefault("runs", 0);
  }

  private void night(boolean anyway) throws Exception {
    if (!anyway && !model.isDue(now)) {
      return;
    }
    forced = false;
    int day = (int) (now.toLocalDate().toEpochDay() - promises.first().toEpochDay());
    Health health = weather.on(day);
    receiver.replying(health == Health.UP ? 204 : 503);
    for (Map.Entry<String, Route> each : model.notices.routes().entrySet()) {
      if (each.getValue() == Route.HTTP) {
        String url = health == Health.DEAD ? "http://localhost:1/" : receiver.url(each.getKey());
        office.set(variable(each.getKey()), url);
      }
    }
    model.run(now);
    model.notices.run(instant(), health, confirmed::contains);
    confirmed.clear();
    count("runs");
    CommandRun run = office.say("", "run");
    tell("run exits " + run.exitCode() + " " + health + "\n" + run.out().strip());
    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    promise.ofEverything();
  }

  private String variable(String recipient) {
    return recipients().stream()
        .filter(to -> to.name().equals(recipient))
        .findFirst()
        .orElseThrow()
        .variable();
  }

  // ---- what people do

  private void people(int day) throws Exception {
    LocalDate tomorrow = now.toLocalDate().plusDays(1);
    if (chance.of(0.025)) {
      signUp(chance.of(0.5) ? tomorrow.minusYears(30) : null, false);
    }
    if (chance.of(0.012) || day == 4) { // a child until tomorrow's run, or one day longer
      signUp(tomorrow.minusYears(promises.age()).plusDays(chance.number(2)), chance.of(0.4));
    }
    if (isAround(tomorrow)) {
      signUp(LocalDate.of(tomorrow.getYear() - promises.age(), 2, 29), false);
    }
    if (day % 28 == 0) {
      for (int n = 0; n < 3; n++) {
        chance.any(present()).ifPresent(one -> promises.live(one, writing().of(one)));
      }
    }
    for (Ask ask : List.copyOf(model.asks)) {
      boolean loading = ask.isSettling() && !ask.waited && ask.purpose == null && !ask.human.lost;
      if (loading && now.toLocalDate().isBefore(ask.settles) && chance.of(0.4)) {
        int before = model.facts.size();
        promises.arriveLate(ask.human, writing().of(ask.human).late());
        if (model.facts.size() > before) {
          count("late");
          tell("arrives late: " + model.facts.subList(before, model.facts.size()));
        }
      }
    }
    if (day == 2 || chance.of(0.02) || weather.isComing(day + promises.coolingOff())) {
      chance.any(free()).ifPresent(one -> ask(one, null));
    }
    if (chance.of(0.025)) {
      chance
          .any(free().stream().filter(one -> one.withdrew == null).toList())
          .ifPresent(
              one ->
                  chance
                      .any(promises.purposes(one).keySet().stream().sorted().toList())
                      .ifPresent(purpose -> ask(one, purpose)));
    }
    promises.special(this);
  }

  /** Whether somebody who was born on a leap day comes of age on one of these days. */
  private boolean isAround(LocalDate day) {
    boolean leap = java.time.Year.isLeap(day.getYear() - promises.age());
    boolean march = day.getMonthValue() == 3 && day.getDayOfMonth() == 1;
    return leap && (march || (day.getMonthValue() == 2 && day.getDayOfMonth() >= 28));
  }

  List<Human> present() {
    return model.known().stream().filter(one -> one.born == null || !isChild(one)).toList();
  }

  private boolean isChild(Human one) {
    return one.isYoungerThan(promises.age(), now.toLocalDate().plusDays(1));
  }

  /** Of whom nothing is decided yet. */
  List<Human> free() {
    return present().stream().filter(model::isFree).toList();
  }

  Writing writing() {
    return new Writing(now, instant(), chance, tables, vault, model);
  }

  void signUp(@Nullable LocalDate born, boolean consented) {
    Human human = promises.newcomer(chance.fresh(), chance, born, consented);
    model.humans.add(human);
    promises.signUp(human, writing().of(human));
    tell("signs up: " + human + (born == null ? "" : ", born " + born + " " + consented));
    forced |= born != null;
  }

  private void ask(Human human, @Nullable String purpose) {
    boolean verified = purpose != null || chance.of(0.8);
    List<String> options = new ArrayList<>();
    if (purpose != null) {
      options.addAll(List.of("--purpose", purpose));
    } else if (!verified) {
      options.add("--unverified");
    }
    String id = office.ask(human, options.toArray(String[]::new));
    Ask ask =
        new Ask(id, human, purpose, firstDay(), verified ? Ask.State.READY : Ask.State.UNVERIFIED);
    model.asks.add(ask);
    tell("asks: " + ask);
    count(purpose == null ? "requests" : "withdrawals");
  }

  /** The application files that somebody has closed an account, in a table of its own. */
  void closeAccount(Human human, String inbox) {
    try {
      tables.execute(
          "INSERT INTO "
              + inbox
              + " (identifier_type, identifier_value, ground, received_at,"
              + " verified) VALUES ('email', '%s', 'service-no-longer-used', '%s', TRUE)"
                  .formatted(human.email(), now));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    model.asks.add(new Ask("from the inbox", human, null, firstDay(), Ask.State.READY));
    tell("closes the account: " + human);
    count("closed");
    forced = true;
  }

  /** Somebody objects, and is right, which is acted on at once. */
  void objects(Human human) {
    String id = office.ask(human, "--ground", "objection");
    office.does("request object", id, "--upheld");
    model.asks.add(new Ask(id, human, null, now.toLocalDate(), Ask.State.READY));
    tell("objects: " + human);
    count("objections");
  }

  /** Who has asked wants to be left alone until that is over. */
  void restrictOrLift() {
    for (Ask ask : model.asks) {
      boolean open = ask.state == Ask.State.READY && !ask.id.contains(" ");
      if (open && model.asks.stream().noneMatch(one -> one.state == Ask.State.RESTRICTED)) {
        office.does("request restrict", ask.id, "--review", "2030-01-01");
        ask.state = Ask.State.RESTRICTED;
        tell("restricted: " + ask);
        count("restrictions");
        return;
      }
    }
    for (Ask ask : model.asks) {
      if (ask.state == Ask.State.RESTRICTED) {
        office.does("request unrestrict", ask.id);
        ask.state = Ask.State.READY;
        tell("not restricted any more: " + ask);
      }
    }
  }

  /** On which a request of today may be acted on. */
  private LocalDate firstDay() {
    int days = promises.coolingOff();
    return now.toLocalDate().plusDays(days == 0 ? 0 : days + 1L);
  }

  // ---- what staff does

  private void staff() throws Exception {
    for (Ask ask : List.copyOf(model.asks)) {
      boolean ready = ask.state == Ask.State.READY && !ask.id.contains(" ");
      if (ask.state == Ask.State.UNVERIFIED && chance.of(0.25)) {
        office.does("request verify", ask.id);
        ask.state = Ask.State.READY;
      } else if (ask.state == Ask.State.UNVERIFIED && chance.of(0.06)) {
        office.does("request refuse", ask.id, "--reason", "identity-not-verified");
        ask.state = Ask.State.ENDED;
      } else if (ready && now.toLocalDate().isBefore(ask.from) && chance.of(0.04)) {
        office.does("request cancel", ask.id);
        ask.state = Ask.State.ENDED;
        count("cancelled");
        tell("cancelled: " + ask);
      }
    }
    if (chance.of(0.012)) {
      chance
          .any(present().stream().filter(one -> !model.isHeld(one)).toList())
          .ifPresent(this::hold);
    }
    for (Hold hold : List.copyOf(model.holds)) {
      if (chance.of(0.07)) {
        office.does("hold release", "--reference", hold.reference(), "--reason", "case-closed");
        model.holds.remove(hold);
        tell("released: " + hold);
      }
    }
    for (Recipient to : recipients()) {
      if (!weather.isSilent(now.toLocalDate(), promises.first()) && chance.of(0.3)) {
        confirm(to.name());
      }
    }
  }

  private void hold(Human human) {
    Hold hold = new Hold("case-" + chance.fresh(), human);
    office.hold(hold, "2031-01-01");
    model.holds.add(hold);
    count("holds");
    tell("held: " + hold);
  }

  /** All that lies there is confirmed. */
  private void confirm(String recipient) throws Exception {
    switch (model.notices.routes().get(recipient)) {
      case HTTP -> {}
      case FILE -> {
        try (var files = Files.list(mailbox(recipient))) {
          for (Path file : files.filter(one -> one.toString().endsWith(".json")).toList()) {
            Files.writeString(Path.of(file.toString().replace(".json", ".ack")), "");
          }
        }
        confirmed.add(recipient);
      }
      case TABLE -> {
        tables.execute(
            "UPDATE notices SET acknowledged_at = '2024-01-01 00:00:00' WHERE recipient = '"
                + recipient
                + "'");
        confirmed.add(recipient);
      }
    }
  }

  // ---- backups

  private void backUp(int day) throws Exception {
    for (Backup set : promises.backups()) {
      if (day % set.everyDays() == 2) {
        String key = set.folder() + "/" + now.toLocalDate() + ".sql.gz";
        tables.dump(vault.directory().resolve(key), now.atZone(promises.zone()));
        List<Fact> there = model.facts.stream().filter(Fact::isThere).toList();
        model.dumps.add(new Dump(key, set, now, there));
        tell("backup " + key);
      }
    }
  }

  private void remember() throws SQLException {
    tables.save(directory.resolve("saved.sql"));
    memory = model.remember(now);
  }

  /** The database is put back; whoever was erased since is erased again. */
  private void restore() throws Exception {
    Model.Memory saved = Optional.ofNullable(memory).orElseThrow();
    boolean erased = saved.known().stream().anyMatch(one -> !one.known);
    if (!model.isQuiet() || !erased || counts.getOrDefault("restores", 0) == MOST_RESTORES) {
      return;
    }
    count("restores");
    memory = null;
    tell("put back to " + saved.at());
    tables.restore(directory.resolve("saved.sql"));
    CommandRun refused = office.say("", "run");
    assertThat(refused.exitCode()).as(refused.err() + refused.out()).isEqualTo(WAITS);
    CommandRun replay = replay(saved);
    if (replay.exitCode() == WAITS) { // H2 names its indexes anew
      String plan = office.does("plan", "--json").json().get("fingerprint").asString();
      office.does("approve", plan);
      replay = replay(saved);
    }
    assertThat(replay.exitCode()).as(replay.err() + replay.out()).isIn(0, PARTIAL);
    model.replay(saved, now);
    promise.ofRows();
  }

  private CommandRun replay(Model.Memory saved) {
    String snapshot = saved.at().atZone(promises.zone()).toInstant().minusSeconds(1).toString();
    CommandRun replay =
        office.say(
            "",
            "replay",
            "--database",
            promises.database(),
            "--snapshot",
            snapshot,
            "--accept",
            "holds,requests,subjects,rows,tables,backups");
    tell("replay exits " + replay.exitCode() + "\n" + replay.err() + replay.out());
    return replay;
  }

  @Override
  public void close() throws SQLException {
    receiver.close();
    tables.close();
  }

  /** When the server of recipients is down, and when they confirm nothing. */
  private static final class Weather {
    private final Map<Health, List<Integer>> windows = new EnumMap<>(Health.class);
    private static final int WEEK = 7;
    private static final int LONG = 45;

    Weather(long seed) {
      int shift = (int) Math.floorMod(seed * 13, 40L);
      windows.put(Health.REFUSING, List.of(100 + shift, 100 + shift + WEEK, 480, 480 + LONG));
      windows.put(Health.DEAD, List.of(260 + shift, 260 + shift + WEEK));
    }

    Health on(int day) {
      for (Map.Entry<Health, List<Integer>> each : windows.entrySet()) {
        for (int n = 0; n < each.getValue().size(); n += 2) {
          if (day >= each.getValue().get(n) && day < each.getValue().get(n + 1)) {
            return each.getKey();
          }
        }
      }
      return Health.UP;
    }

    /** Whether it begins just before that day. */
    boolean isComing(int day) {
      return on(day) == Health.UP && on(day + 1) != Health.UP;
    }

    boolean isSilent(LocalDate today, LocalDate first) {
      long day = today.toEpochDay() - first.toEpochDay();
      return day >= 330 && day < 375;
    }
  }
}
