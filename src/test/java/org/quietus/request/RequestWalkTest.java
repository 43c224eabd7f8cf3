package org.quietus.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quietus.policy.DueRule;
import org.quietus.policy.ErasureClock;
import org.quietus.policy.Term;
import org.quietus.testing.Seeds;

/** Random walks of many requests through their life, against a model that shares no code. */
class RequestWalkTest {
  private static final int STEPS = 150;
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Deadlines DEADLINES =
      Deadlines.of(
          new ErasureClock(
              Optional.of(
                  new DueRule(new Term.CalendarDays(Period.ofMonths(1)), DueRule.Start.RECEIPT)),
              Optional.of(new Term.CalendarDays(Period.ofMonths(2))),
              Optional.empty(),
              Optional.of(new Term.CalendarDays(Period.ofDays(7))),
              Optional.of(new Term.Hours(Duration.ofHours(6)))),
          BERLIN,
          Optional.empty());

  @TempDir Path directory;

  /** What is expected of one request, in plain words. */
  private static final class Expected {
    String state = "";
    String ground = "";
    int person;
    boolean restricted;
    boolean settled;
    LocalDate received = LocalDate.EPOCH;
    Instant settlesAt = Instant.EPOCH;
    int events = 1;

    boolean isAny(String... states) {
      return List.of(states).contains(state);
    }

    boolean cools(Instant now) {
      return !ground.equals("minor")
          && now.atZone(BERLIN).toLocalDate().isBefore(received.plusDays(8));
    }
  }

  private final Map<String, Expected> model = new LinkedHashMap<>();

  static LongStream seeds() {
    return Seeds.few(3);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyRequestIsWhereTheModelSaysItIs(long seed) throws Exception {
    Random random = new Random(seed);
    RequestFixture fixture = new RequestFixture(directory);
    Instant now = Instant.parse("2026-03-01T09:00:00Z");
    for (int step = 0; step < STEPS; step++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(48 * 60)));
      String what = step(random, fixture, now);
      compare(fixture, "seed %d, step %d: %s".formatted(seed, step, what), now);
    }
    assertThat(fixture.mirrored()).hasSize(model.values().stream().mapToInt(m -> m.events).sum());
  }

  private String step(Random random, RequestFixture fixture, Instant now) {
    int kind = random.nextInt(15);
    if (kind < 3 || model.isEmpty()) {
      return file(random, fixture, now);
    }
    if (kind == 3) {
      return run(random, fixture, now);
    }
    List<String> ids = List.copyOf(model.keySet());
    String id = ids.get(random.nextInt(ids.size()));
    Expected expected = model.get(id);
    Decisions decisions = new Decisions(fixture.requests, DEADLINES);
    Role by = Role.DPO;
    String before = expected.state;
    return switch (kind) {
      case 4 ->
          decide(
              id,
              "ask",
              fixture,
              expected.isAny("received"),
              "verifying",
              () -> decisions.askIdentity(id, by, now));
      case 5 ->
          decide(
              id,
              "verify",
              fixture,
              expected.isAny("received", "verifying") && !expected.ground.equals("objection"),
              expected.cools(now) ? "cooling-off" : "approved",
              () -> decisions.verify(id, by, now));
      case 6 ->
          decide(
              id,
              "approve",
              fixture,
              expected.isAny("cooling-off"),
              "approved",
              () -> decisions.approve(id, by, now));
      case 7 ->
          decide(
              id,
              "refuse",
              fixture,
              expected.isAny("received", "verifying", "cooling-off", "approved"),
              "refused",
              () -> decisions.refuse(id, RefusalCode.REPETITIVE, by, now));
      case 8 ->
          decide(
              id,
              "cancel",
              fixture,
              expected.isAny("received", "verifying", "cooling-off", "approved"),
              "cancelled",
              () -> decisions.cancel(id, Role.REQUESTER, now));
      case 9 ->
          decide(
              id,
              "expire",
              fixture,
              expected.isAny("received", "verifying"),
              "expired",
              () -> decisions.expire(id, by, now));
      case 10 ->
          decide(
              id,
              "restrict",
              fixture,
              expected.isAny("received", "verifying", "cooling-off", "approved"),
              before,
              () -> decisions.restrict(id, by, now),
              m -> m.restricted = true);
      case 11 ->
          decide(
              id,
              "unrestrict",
              fixture,
              expected.restricted
                  && expected.isAny(
                      "received",
                      "verifying",
                      "cooling-off",
                      "approved",
                      "refused",
                      "cancelled",
                      "expired"),
              before,
              () -> decisions.unrestrict(id, by, now),
              m -> m.restricted = false);
      case 12 ->
          decide(
              id,
              "uphold",
              fixture,
              expected.isAny("received", "verifying", "cooling-off"),
              "approved",
              () -> decisions.uphold(id, by, now),
              m -> {
                m.restricted = false;
                m.ground = "objection-upheld";
              });
      case 13 ->
          decide(
              id,
              "review",
              fixture,
              expected.isAny(
                  "received", "verifying", "cooling-off", "approved", "running", "settling"),
              before,
              () ->
                  decisions.review(
                      id,
                      (request, person) -> new Reviewed(now, Map.of("l1", Map.of()), Map.of()),
                      by,
                      now));
      default ->
          decide(
              id,
              "reject",
              fixture,
              expected.isAny("received", "verifying"),
              "refused",
              () -> decisions.reject(id, by, now),
              m -> m.restricted = false);
    };
  }

  private interface Also {
    void change(Expected expected);
  }

  private String decide(
      String id, String what, RequestFixture fixture, boolean possible, String to, Runnable doing) {
    return decide(id, what, fixture, possible, to, doing, expected -> {});
  }

  private String decide(
      String id,
      String what,
      RequestFixture fixture,
      boolean possible,
      String to,
      Runnable doing,
      Also also) {
    boolean done = true;
    try {
      fixture.change(doing);
    } catch (NotPossible e) {
      done = false;
    }
    Expected expected = model.get(id);
    assertThat(done).as("%s of %s, which is %s", what, id, expected.state).isEqualTo(possible);
    if (possible) {
      expected.state = to;
      expected.events++;
      also.change(expected);
    }
    return what + " " + id;
  }

  private String file(Random random, RequestFixture fixture, Instant now) {
    int person = random.nextInt(6);
    Ground ground = List.of(Ground.REQUEST, Ground.MINOR, Ground.OBJECTION).get(random.nextInt(3));
    boolean verified = random.nextBoolean();
    Optional<String> same =
        model.entrySet().stream()
            .filter(e -> e.getValue().person == person)
            .filter(e -> e.getValue().ground.equals(ground.toString()))
            .filter(e -> e.getValue().isAny("received", "verifying", "cooling-off", "approved"))
            .map(Map.Entry::getKey)
            .findFirst();
    Intake.Taken taken =
        fixture.file(RequestFixture.request(person, ground, verified, now), DEADLINES, now);
    assertThat(taken.merged()).isEqualTo(same.isPresent());
    Expected expected = model.computeIfAbsent(taken.id(), id -> new Expected());
    if (same.isPresent()) {
      assertThat(taken.id()).isEqualTo(same.get());
      expected.events++;
      if (verified && ground != Ground.OBJECTION && expected.isAny("received", "verifying")) {
        expected.state = expected.cools(now) ? "cooling-off" : "approved";
        expected.events++;
      }
      return "file again";
    }
    expected.person = person;
    expected.ground = ground.toString();
    expected.received = now.atZone(BERLIN).toLocalDate();
    expected.state =
        !verified || ground == Ground.OBJECTION
            ? "received"
            : expected.cools(now) ? "cooling-off" : "approved";
    return "file";
  }

  private List<String> due(Instant now) {
    List<String> due = new ArrayList<>();
    model.forEach(
        (id, m) -> {
          boolean over =
              m.isAny("approved")
                  || (m.isAny("cooling-off") && !m.cools(now))
                  || (m.isAny("settling") && !now.isBefore(m.settlesAt));
          if (over && !m.restricted) {
            due.add(id);
          }
        });
    return due;
  }

  private String run(Random random, RequestFixture fixture, Instant now) {
    Execution execution = new Execution(fixture.requests, DEADLINES);
    List<String> due = due(now);
    Instant end = now.plusSeconds(random.nextInt(3600));
    for (String id : due) {
      fixture.change(() -> execution.takeUp(id, now));
      fixture.change(() -> execution.finish(id, false, Optional.empty(), end, "erased"));
      Expected expected = model.get(id);
      expected.events += expected.isAny("cooling-off") ? 2 : expected.isAny("approved") ? 1 : 0;
      expected.events++;
      expected.state = expected.settled ? "completed" : "settling";
      expected.settlesAt = end.plus(Duration.ofHours(6));
      expected.settled = true;
    }
    return "run for " + due;
  }

  /** What is asked of some requests is what reading all of them would give. */
  private void compareSelections(RequestFixture fixture, String what, Instant now) {
    List<ErasureRequest> all = fixture.requests.all();
    assertThat(fixture.requests.due(now, BERLIN))
        .as(what)
        .isEqualTo(all.stream().filter(request -> request.isDue(now, BERLIN)).toList());
    assertThat(fixture.requests.notDone("customer"))
        .as(what)
        .isEqualTo(
            all.stream()
                .filter(
                    request ->
                        !List.of(State.COMPLETED, State.ANSWERED, State.EXPIRED)
                            .contains(request.state()))
                .toList());
    assertThat(fixture.requests.of(model.keySet())).as(what).isEqualTo(all);
    assertThat(new RecordedRequests(fixture.jdbc, "job").notCarriedOut(subject -> false))
        .as(what)
        .containsExactlyInAnyOrderElementsOf(
            all.stream()
                .filter(request -> !request.isCarriedOut())
                .map(ErasureRequest::id)
                .toList());
  }

  private void compare(RequestFixture fixture, String where, Instant now) {
    compareSelections(fixture, where, now);
    List<ErasureRequest> all = fixture.requests.all();
    assertThat(all).as(where).hasSize(model.size());
    for (ErasureRequest request : all) {
      Expected expected = model.get(request.id());
      assertThat(request.state().toString())
          .as(where + ": " + request.id())
          .isEqualTo(expected.state);
      assertThat(request.restricted()).as(where).isEqualTo(expected.restricted);
      assertThat(fixture.requests.events(request.id())).as(where).hasSize(expected.events);
      boolean over = expected.isAny("completed", "refused", "cancelled", "expired");
      if (over && expected.ground.equals("minor") && expected.isAny("refused", "cancelled")) {
        // whom a rule found, and who is not to be erased, is known by the row's key alone
        assertThat(fixture.requests.person(request.id()).identifiers())
            .as(where + ": identifiers of " + request.id())
            .isEmpty();
        continue;
      }
      assertThat(forgotten(fixture, request.id())).as(where + ": forgotten").isEqualTo(over);
    }
    assertThat(fixture.requests.due(now, BERLIN).stream().map(ErasureRequest::id))
        .as(where)
        .containsExactlyInAnyOrderElementsOf(Set.copyOf(due(now)));
  }

  private static boolean forgotten(RequestFixture fixture, String id) {
    return Boolean.TRUE.equals(
        fixture.jdbc.queryForObject(
            "SELECT sealed IS NULL FROM quietus.request WHERE request_id = ?", Boolean.class, id));
  }
}
