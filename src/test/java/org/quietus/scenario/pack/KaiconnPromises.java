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

/** The smart-device app. Chapters are the policy's; where it names no period, 7.2 has ours. */
final class KaiconnPromises extends Promises {

  @Override
  List<Breach> breaches() {
    return List.of(
        new Breach("age: 18", "age: 16", "should be gone"),
        new Breach("received: [ push_id ]", "received: [ push_id, email ]", "@mail.example"));
  }

  @Override
  String pack() {
    return "kaiconn";
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
    return "app";
  }

  @Override
  List<String> tables() {
    return List.of(
        "account",
        "real_name_check",
        "handset",
        "home",
        "smart_device",
        "location_trace",
        "post",
        "authorisation",
        "feedback",
        "network_log",
        "usage_event",
        "crash_report");
  }

  /** 4.3: no longer than the purpose needs; by a law network logs stay for at least six months. */
  @Override
  List<Rule> rules() {
    return List.of(
        Rule.delete("network_log", Period.ofMonths(6)),
        Rule.delete("location_trace", Period.ofDays(30)),
        Rule.delete("crash_report", Period.ofMonths(6)),
        Rule.anonymise("usage_event", Period.ofMonths(3)),
        Rule.delete("feedback", Period.ofYears(1)));
  }

  @Override
  Fate fate(String table) {
    return switch (table) {
      case "account", "usage_event" -> Fate.ANONYMISED;
      case "network_log" -> Fate.KEPT;
      default -> Fate.DELETED;
    };
  }

  /** 6: nobody under 18 may use the service, whoever agrees. */
  @Override
  int age() {
    return 18;
  }

  @Override
  boolean consentCounts() {
    return false;
  }

  /** 5.9: a cancellation takes effect after seven days. */
  @Override
  int coolingOff() {
    return 7;
  }

  @Override
  boolean settles() {
    return true;
  }

  /** 5.4; who shares and is greeted has one avatar for both. */
  @Override
  Map<String, Purpose> purposes(Human human) {
    return Map.of(
        "location",
            new Purpose(Set.of("location_trace"), Map.of("home", Set.of("address", "place"))),
        "push", new Purpose(Set.of(), Map.of("account", Set.of("push_id"))),
        "sharing", new Purpose(Set.of("post"), Map.of("account", Set.of("signature"))),
        "greeting", new Purpose(Set.of(), Map.of("account", Set.of("nickname"))));
  }

  /** 5.3, and 2.3 for what each was given. */
  @Override
  List<Recipient> recipients(Human human) {
    Period month = Period.ofDays(30);
    return List.of(
        new Recipient("crash", "CRASH", Human::handle, Set.of(), month),
        new Recipient("map", "MAP", Human::handle, Set.of("location"), month),
        new Recipient(
            "push",
            "PUSH",
            one -> "push".equals(one.withdrew) ? null : one.push(),
            Set.of("push"),
            month),
        new Recipient("statistics", "STATISTICS", Human::handle, Set.of(), Period.ofDays(60)));
  }

  /** 5.3: at the update of the backup. */
  @Override
  List<Backup> backups() {
    return List.of(new Backup("weekly", Period.ofDays(30), Treatment.REFRESHED, 14));
  }

  @Override
  void signUp(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    rows.row(
        "account",
        null,
        human.handle(),
        "昵称~",
        human.phone(),
        human.email(),
        new byte[] {1, 2},
        new byte[] {3},
        "女",
        human.born,
        "深圳市",
        "签名",
        human.push(),
        "active",
        now,
        null,
        null);
    rows.row("real_name_check", null, human.id, "王~", "11010119900101001X", new byte[] {9}, now);
    rows.row(
        "handset",
        null,
        human.id,
        "X1",
        "14",
        "990000000000001",
        "99",
        "02:00",
        "ab",
        "[\"~\"]",
        now);
    Fact home = rows.row("home", null, human.id, "家", "样例街~号", "POINT(114.01 22.51)");
    rows.under("smart_device", null, home, null, home.id, "SN~", "灯", "{\"亮度\": 3}", now);
    rows.row("authorisation", null, human.id, "位置服务~", now, null);
    live(human, rows);
  }

  @Override
  void live(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    if (!"location".equals(human.withdrew)) {
      rows.row("location_trace", now, human.id, "114.01", "22.51", now);
    }
    if (!"sharing".equals(human.withdrew)) {
      rows.row("post", null, human.id, "大家好~", null, now);
    }
    rows.row("feedback", now, human.id, human.phone(), "灯~", now, null);
    log(human, rows, now);
    Fact handset = rows.last("handset");
    rows.under("crash_report", now, handset, null, handset.id, "at ~", null, now);
    rows.ofNobody();
    rows.row("usage_event", now, null, "192.0.2.9", "首页", 5, "Agent ~", now, null);
    rows.of(human);
  }

  private static void log(Human human, Writing rows, LocalDateTime at) {
    rows.row("network_log", at, human.id, "192.0.2.1", "登录", "{\"id\": \"~\"}", at);
    rows.row("usage_event", at, human.id, "198.51.100.7", "首页", 7, "Agent ~", at, null);
  }

  @Override
  void arriveLate(Human human, Writing rows) {
    log(human, rows, rows.ago(5));
  }

  @Override
  Optional<String> wrongAnonymised(
      String table, Map<String, String> before, Map<String, String> after) {
    if (table.equals("usage_event")) {
      return notEmpty(after, "account_id", "user_agent")
          .or(() -> Optional.of("ip").filter(ip -> !isNetwork(before.get(ip), after.get(ip))))
          .or(
              () ->
                  changed(
                      before, after, Set.of("account_id", "user_agent", "ip", "anonymised_at")));
    }
    return notEmpty(
            after,
            "nickname",
            "phone",
            "email",
            "password_hash",
            "avatar",
            "gender",
            "birth_date",
            "city",
            "signature",
            "push_id")
        .or(
            () ->
                Optional.of("account_no")
                    .filter(no -> Objects.equals(before.get(no), after.get(no))));
  }

  /** The first half of an address, and nothing of the second. */
  static boolean isNetwork(String before, String after) {
    int half = before.indexOf('.', before.indexOf('.') + 1);
    return after.equals(before.substring(0, half) + ".0.0");
  }
}
