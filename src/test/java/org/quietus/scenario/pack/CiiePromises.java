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

/** The expo's platform; chapters are the policy's, periods ours where it names none. */
final class CiiePromises extends Promises {

  @Override
  List<Breach> breaches() {
    return List.of(
        new Breach("received: [ badge_no ] }", "received: [ badge_no, phone ] }", "+86138"));
  }

  @Override
  String pack() {
    return "ciie";
  }

  @Override
  LocalDate first() {
    return LocalDate.of(2025, 3, 20);
  }

  @Override
  ZoneId zone() {
    return ZoneId.of("Asia/Shanghai");
  }

  @Override
  String database() {
    return "expo";
  }

  @Override
  List<String> tables() {
    return List.of(
        "participant",
        "face_template",
        "press_card",
        "booth_contract",
        "payment",
        "gate_passage",
        "positioning",
        "inquiry",
        "advertising_profile",
        "survey_answer",
        "web_log");
  }

  /**
   * IV.IV(II); laws want contracts for three years after they were fulfilled, and web logs for at
   * least six months.
   */
  @Override
  List<Rule> rules() {
    return List.of(
        Rule.delete("positioning", Period.ofDays(30)),
        Rule.delete("gate_passage", Period.ofMonths(3)),
        Rule.delete("inquiry", Period.ofYears(1)),
        Rule.anonymise("survey_answer", Period.ofMonths(3)),
        Rule.delete("web_log", Period.ofMonths(6)),
        Rule.delete("booth_contract", Period.ofYears(3)));
  }

  @Override
  Fate fate(String table) {
    return switch (table) {
      case "participant", "survey_answer" -> Fate.ANONYMISED;
      case "booth_contract", "payment", "web_log" -> Fate.KEPT;
      default -> Fate.DELETED;
    };
  }

  /** IV.VI, and I, which counts who is 14 among the children. */
  @Override
  int age() {
    return 15;
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

  /** IV.V(IV). */
  @Override
  Map<String, Purpose> purposes(Human human) {
    return Map.of(
        "advertising", new Purpose(Set.of("advertising_profile"), Map.of()),
        "navigation", new Purpose(Set.of("positioning"), Map.of()));
  }

  /** IV.V(III). */
  @Override
  List<Recipient> recipients(Human human) {
    Period month = Period.ofDays(30);
    return List.of(
        new Recipient("face", "FACE", CiiePromises::idCard, Set.of(), month),
        new Recipient("navigation", "NAVIGATION", Human::handle, Set.of("navigation"), month),
        new Recipient("translation", "TRANSLATION", Human::handle, Set.of(), month));
  }

  private static String idCard(Human human) {
    return "11010119900101" + (1000 + human.id % 9000);
  }

  /** IV.V(III): at the update; IV.IV(II): an archive is not processed any more until it goes. */
  @Override
  List<Backup> backups() {
    return List.of(
        new Backup("daily", Period.ofDays(14), Treatment.REFRESHED, 11),
        new Backup("archive", Period.ofYears(1), Treatment.ISOLATED, 170));
  }

  @Override
  void signUp(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    rows.row(
        "participant",
        null,
        human.handle(),
        "专业观众",
        "王~",
        human.phone(),
        human.email(),
        idCard(human),
        "E12345678",
        human.born,
        "女",
        "汉族",
        "本科",
        "样例街1号",
        new byte[] {1},
        human.consented ? now : null,
        now,
        null,
        null);
    rows.row("face_template", null, human.id, new byte[] {7, 7}, now);
    rows.row("press_card", null, human.id, "日报~", new byte[] {8}, now);
    if (rows.chance.of(0.4)) {
      LocalDate done = now.toLocalDate().minusYears(3).plusDays(rows.chance.number(300));
      Fact contract =
          rows.row("booth_contract", done.atStartOfDay(), human.id, "C-~", "900.00", done);
      rows.under("payment", null, contract, null, contract.id, "6222~", "900.00", now);
    }
    live(human, rows);
  }

  @Override
  void live(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    rows.row("gate_passage", now, human.id, "北门~", now);
    if (!"navigation".equals(human.withdrew)) {
      rows.row("positioning", now, human.id, "POINT(121.3 31.19)", now);
    }
    rows.row("inquiry", now, human.id, "请问~", null, now);
    if (!"advertising".equals(human.withdrew)) {
      rows.row("advertising_profile", null, human.id, "[\"~\"]", now);
    }
    rows.row("survey_answer", now, human.id, 4, "很好~", now, null);
    log(human, rows, now);
  }

  private static void log(Human human, Writing rows, LocalDateTime at) {
    rows.row("web_log", at, human.id, "192.0.2.7", "B ~", "{}", "/", at);
  }

  @Override
  void arriveLate(Human human, Writing rows) {
    log(human, rows, rows.ago(3));
  }

  /** IV.IV(II): once somebody has cancelled the account, all of the person goes. */
  @Override
  void special(PackStory story) {
    if (story.chance.of(0.015)) {
      story.chance.any(story.free()).ifPresent(one -> story.closeAccount(one, "cancelled_account"));
    }
  }

  @Override
  Optional<String> wrongAnonymised(
      String table, Map<String, String> before, Map<String, String> after) {
    if (table.equals("survey_answer")) {
      return notEmpty(after, "participant_id", "remark")
          .or(() -> changed(before, after, Set.of("participant_id", "remark", "anonymised_at")));
    }
    return notEmpty(
            after,
            "name",
            "phone",
            "email",
            "id_card",
            "passport",
            "birth_date",
            "gender",
            "ethnicity",
            "education",
            "home_address",
            "password_hash")
        .or(
            () ->
                Optional.of("badge_no")
                    .filter(no -> Objects.equals(before.get(no), after.get(no))));
  }
}
