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

/** The marketing platform; chapters are the policy's, periods ours where it names none. */
final class JingDigitalPromises extends Promises {
  private static final String PLATFORM = "platform";

  @Override
  List<Breach> breaches() {
    return List.of(
        new Breach("age: 14,", "age: 12,", "should be gone"),
        new Breach("received: [ phone ]", "received: [ phone, email ]", "@mail.example"),
        new Breach("settle: P1D", "settle: PT0S", "should be gone"),
        new Breach(
            "advertising: { crm.audience_member: rows, crm.behaviour_profile: rows }",
            "advertising: { crm.behaviour_profile: rows }",
            "should be gone"),
        new Breach(
            "keep: P14D, on-erasure: at-refresh", "keep: P90D, on-erasure: expire", "backups"));
  }

  @Override
  String pack() {
    return "jingdigital";
  }

  @Override
  LocalDate first() {
    return LocalDate.of(2024, 3, 20);
  }

  @Override
  ZoneId zone() {
    return ZoneId.of("Asia/Shanghai");
  }

  @Override
  String database() {
    return "crm";
  }

  @Override
  List<String> tables() {
    return List.of(
        "client",
        "contract",
        "contact",
        "chat_message",
        "call_recording",
        "behaviour_profile",
        "audience_member",
        "page_log");
  }

  /** 4.2 for claims; the rest is what each of two customers has instructed (1.2.2(3)). */
  @Override
  List<Rule> rules() {
    return List.of(
        Rule.delete("contract", Period.ofYears(3)),
        new Rule("call_recording", Period.ofMonths(6), false, fact -> isOf(fact, "brand-a")),
        new Rule("page_log", Period.ofMonths(3), false, fact -> isOf(fact, "brand-b")));
  }

  private static boolean isOf(Fact fact, String tenant) {
    return tenant.equals(fact.image.get("tenant"));
  }

  @Override
  Fate fate(String table) {
    return switch (table) {
      case "client" -> Fate.ANONYMISED;
      case "contract" -> Fate.KEPT;
      default -> Fate.DELETED;
    };
  }

  /** 7. */
  @Override
  int age() {
    return 14;
  }

  @Override
  boolean consentCounts() {
    return true;
  }

  @Override
  int coolingOff() {
    return 0;
  }

  @Override
  boolean settles() {
    return true;
  }

  /** 5.6; what the customer's service needs too stays. */
  @Override
  Map<String, Purpose> purposes(Human human) {
    return human.subject.equals("client")
        ? Map.of()
        : Map.of(
            "advertising", new Purpose(Set.of("audience_member"), Map.of()),
            "service", new Purpose(Set.of("chat_message", "call_recording"), Map.of()));
  }

  /** 5.3, and 2.1 for who they are. */
  @Override
  List<Recipient> recipients(Human human) {
    Period month = Period.ofDays(30);
    return List.of(
        new Recipient("sms", "SMS", Human::phone, Set.of(), month),
        new Recipient("live", "LIVE", Human::email, Set.of("advertising"), month));
  }

  @Override
  List<Backup> backups() {
    return List.of(new Backup("daily", Period.ofDays(14), Treatment.REFRESHED, 11));
  }

  @Override
  Human newcomer(int id, Chance chance, @Nullable LocalDate born, boolean consented) {
    if (born == null && chance.of(0.3)) {
      return new Human(id, "client", PLATFORM, null, false);
    }
    return new Human(id, "contact", chance.of(0.5) ? "brand-a" : "brand-b", born, consented);
  }

  @Override
  List<String> naming(Human human) {
    return List.of("--subject", human.subject, "--tenant", Objects.requireNonNull(human.tenant));
  }

  @Override
  void signUp(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    if (human.subject.equals("client")) {
      rows.row(
          "client", null, PLATFORM, "李~", human.phone(), human.email(), "示例公司", "经理", null, now);
      LocalDate ended = now.toLocalDate().minusYears(3).plusDays(rows.chance.number(300));
      rows.row("contract", ended.atStartOfDay(), PLATFORM, human.id, "N-~", "李", null, ended);
      rows.row("contract", null, PLATFORM, human.id, "N-~", "李", null, null);
    } else {
      rows.row(
          "contact",
          null,
          human.tenant,
          "张~",
          human.phone(),
          human.email(),
          human.handle(),
          "样例街1号",
          "医生",
          human.born,
          human.consented ? now : null,
          now);
      live(human, rows);
    }
  }

  @Override
  void live(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    String tenant = human.tenant;
    if (human.subject.equals("client")) {
      return;
    }
    if (!"service".equals(human.withdrew)) {
      rows.row("chat_message", null, tenant, human.id, "您好~", null, now);
      String key = "recordings/" + rows.chance.fresh() + ".ogg";
      Fact call = rows.row("call_recording", now, tenant, human.id, new byte[0], "文字~", now, key);
      rows.object(key, call);
    }
    rows.row("behaviour_profile", null, tenant, human.id, "{\"likes\": [\"~\"]}", now);
    if (!"advertising".equals(human.withdrew)) {
      rows.row("audience_member", null, tenant, human.id, "春季~", now);
    }
    log(human, rows, now);
    rows.ofNobody();
    rows.row("page_log", now, tenant, null, "192.0.2.5", "B", "茶~", "/", now);
    rows.of(human);
  }

  private static void log(Human human, Writing rows, LocalDateTime at) {
    rows.row("page_log", at, human.tenant, human.id, "192.0.2.5", "B", "茶~", "/", at);
  }

  @Override
  void arriveLate(Human human, Writing rows) {
    if (human.subject.equals("contact")) {
      log(human, rows, rows.ago(2));
    }
  }

  /** 5.5: an account that is closed stays as it is. */
  @Override
  void special(PackStory story) {
    if (story.chance.of(0.01)) {
      story
          .chance
          .any(story.free().stream().filter(one -> one.subject.equals("client")).toList())
          .ifPresent(
              one -> {
                story.tell("closes the account: " + one);
                story
                    .writing()
                    .change(
                        story.model.root(one), "account_closed_at = '" + story.now() + "'", null);
              });
    }
  }

  @Override
  Optional<String> wrongAnonymised(
      String table, Map<String, String> before, Map<String, String> after) {
    return notEmpty(after, "name", "phone", "email", "job_title")
        .or(() -> changed(before, after, Set.of("name", "phone", "email", "job_title")));
  }
}
