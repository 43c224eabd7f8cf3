package org.quietus.scenario.pack;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The device cloud in India; chapters are the policy's, periods ours where it names none. */
final class DeviceCloudInPromises extends Promises {

  @Override
  List<Breach> breaches() {
    return List.of(new Breach("age: 18, consent", "age: 16, consent", "should be gone"));
  }

  @Override
  String pack() {
    return "device-cloud-in";
  }

  @Override
  LocalDate first() {
    return LocalDate.of(2024, 3, 20);
  }

  @Override
  ZoneId zone() {
    return ZoneId.of("Asia/Kolkata");
  }

  @Override
  String database() {
    return "cloud";
  }

  @Override
  List<String> tables() {
    return List.of("account", "device", "telemetry", "portrait", "event_participation", "sign_in");
  }

  /** 5: for research afterwards, desensitised; 2.4 and 1.2. Lines of files are loaded by then. */
  @Override
  List<Rule> rules() {
    return List.of(
        Rule.anonymise("telemetry", Period.ofMonths(3)),
        Rule.delete("sign_in", Period.ofMonths(6)),
        Rule.delete("event_participation", Period.ofMonths(6)),
        Rule.delete(Model.LINE, Period.ofMonths(3)));
  }

  @Override
  Fate fate(String table) {
    return Fate.DELETED;
  }

  /** 6: of age is who is 18, in India. */
  @Override
  int age() {
    return 18;
  }

  @Override
  boolean consentCounts() {
    return true;
  }

  /** 5: at once. */
  @Override
  int coolingOff() {
    return 0;
  }

  /** 1.3: logs are loaded later. */
  @Override
  boolean settles() {
    return true;
  }

  @Override
  List<Recipient> recipients(Human human) {
    return List.of(new Recipient("weather", "WEATHER", Human::email, Set.of(), Period.ofDays(30)));
  }

  /** 1.3: immediately, also from backups. */
  @Override
  List<Backup> backups() {
    return List.of(new Backup("nightly", Period.ofDays(30), Treatment.REWRITTEN, 13));
  }

  @Override
  String identifier(Human human) {
    return "email: " + human.email();
  }

  @Override
  void signUp(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    rows.row(
        "account",
        null,
        human.email(),
        "Nick ~",
        new byte[] {1},
        human.born,
        human.consented ? now : null,
        now,
        null);
    rows.row("device", null, human.id, "dev-~", "M1", "{}", now);
    live(human, rows);
  }

  @Override
  void live(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    telemetry(human.id, rows, now);
    rows.row("portrait", null, human.id, "{\"likes\": [\"~\"]}", now);
    rows.row("event_participation", now, human.id, "Launch ~", null, now);
    rows.row("sign_in", now, human.id, "192.0.2.8", now);
    rows.ofNobody();
    telemetry(null, rows, now);
    rows.of(human);
    rows.lines("device-logs", human, now.minusDays(1));
  }

  private static void telemetry(@Nullable Integer account, Writing rows, LocalDateTime at) {
    rows.row(
        "telemetry",
        at,
        account,
        "dev-~",
        "198.51.100.23",
        "POINT(77.5946 12.9716)",
        "{\"watts\": 7, \"wifi\": \"home ~\"}",
        at,
        null);
  }

  @Override
  void arriveLate(Human human, Writing rows) {
    telemetry(human.id, rows, rows.ago(2));
    rows.lines("device-logs", human, rows.ago(2));
  }

  @Override
  void special(PackStory story) {
    if (story.chance.of(0.01)) { // a guardian takes consent back
      story
          .chance
          .any(
              story.model.known().stream()
                  .filter(one -> one.consented && story.model.isAlone(one))
                  .toList())
          .ifPresent(
              one -> {
                one.consented = false;
                story.tell("consent is taken back for " + one);
                Writing rows = story.writing().of(one);
                rows.change(rows.last("account"), "guardian_consent_at = NULL", null);
              });
    }
  }

  @Override
  Optional<String> wrongAnonymised(
      String table, Map<String, String> before, Map<String, String> after) {
    return notEmpty(after, "account_id")
        .or(
            () ->
                wrong(
                    "device_ref",
                    !Objects.equals(before.get("device_ref"), after.get("device_ref"))))
        .or(() -> wrong("ip", "198.51.0.0".equals(after.get("ip"))))
        .or(() -> wrong("place", String.valueOf(after.get("place")).matches(".*77\\.5 12\\.9\\)")))
        .or(() -> wrong("recorded_at", after.get("recorded_at").matches(".* 00:00:00(\\.0*)?")))
        .or(() -> wrong("measured", !after.get("measured").contains("home")))
        .or(() -> wrong("measured", after.get("measured").contains("watts")));
  }

  private static Optional<String> wrong(String column, boolean right) {
    return right ? Optional.empty() : Optional.of(column);
  }
}
