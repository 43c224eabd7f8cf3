package org.quietus.pack;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.quietus.pack.Population.Chance;
import org.quietus.pack.Rows.Place;

/** The rows of {@code ciie-schema.sql}; every fourth participant exhibits and has a contract. */
final class CiieRows {
  private static final List<String> KINDS = List.of("参展商", "采购商", "专业观众", "媒体记者");
  private static final List<String> GATES = List.of("东厅", "西厅", "南广场", "国家馆");
  private static final List<String> PAGES = List.of("/展商名录", "/供需对接", "/导览", "/证件查询");
  private static final List<String> BOOTHS = List.of("1.1馆", "2.2馆", "5.1馆", "8.2馆");

  private final TableFiller filling;

  CiieRows(Connection connection, Population population) {
    this.filling = new TableFiller(connection, population, new ChinesePersons(population)::get);
  }

  void fill() throws SQLException {
    filling.table("participant", this::participant);
    filling.table("face_template", this::face);
    filling.table("press_card", this::pressCard);
    filling.table("booth_contract", this::contract);
    filling.table("payment", this::payment);
    filling.table("gate_passage", this::passages);
    filling.table("positioning", this::positions);
    filling.table("inquiry", this::inquiry);
    filling.table("advertising_profile", this::advertising);
    filling.table("survey_answer", this::survey);
    filling.table("web_log", this::webLog);
  }

  private static boolean exhibits(int number) {
    return number % 4 == 1;
  }

  private void participant(int number, Person person, Chance chance, Rows rows)
      throws SQLException {
    rows.add(
        String.format(Locale.ROOT, "EXPO-%08d", number * 41L),
        KINDS.get((number - 1) % 4),
        person.name(),
        person.phone(),
        person.email(),
        person.idCard(),
        chance.oneIn(5) ? "E99" + chance.digits(6) : null,
        person.born(),
        person.female() ? "女" : "男",
        chance.anyOf(List.of("汉族", "回族", "壮族", "满族")),
        chance.anyOf(List.of("本科", "硕士", "大专")),
        "上海市示范路" + chance.between(1, 999) + "弄" + chance.between(1, 80) + "号",
        chance.bytes(32),
        null,
        chance.daysAgo(200, 700),
        null,
        null);
  }

  private void face(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(number, chance.bytes(256), chance.daysAgo(100, 190));
  }

  private void pressCard(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (number % 4 == 0) {
      rows.add(number, "示例晚报", chance.bytes(200), chance.daysAgo(100, 190));
    }
  }

  private void contract(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (exhibits(number)) {
      rows.add(
          number,
          "HT-" + chance.anyOf(BOOTHS) + "-" + number,
          amount(chance),
          chance.daysAgo(100, 900).toLocalDate());
    }
  }

  private void payment(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (exhibits(number)) {
      long contract = (number + 3L) / 4;
      rows.add(contract, "6299" + chance.digits(15), amount(chance), chance.daysAgo(100, 900));
    }
  }

  private static BigDecimal amount(Chance chance) {
    return BigDecimal.valueOf(chance.between(500_000, 90_000_000), 2);
  }

  private void passages(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(1, 4); count > 0; count--) {
      rows.add(number, chance.anyOf(GATES), chance.daysAgo(1, 120));
    }
  }

  private void positions(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(1, 3); count > 0; count--) {
      Place place = new Place("121.30" + chance.digits(4), "31.19" + chance.digits(4));
      rows.add(number, place, chance.daysAgo(1, 60));
    }
  }

  private void inquiry(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (chance.oneIn(3)) {
      rows.add(
          number,
          "您好,我是" + person.name() + ",电话" + person.phone() + ",请问证件何时寄出?",
          chance.oneIn(2) ? chance.bytes(500) : null,
          chance.daysAgo(1, 500));
    }
  }

  private void advertising(int number, Person person, Chance chance, Rows rows)
      throws SQLException {
    rows.add(
        number,
        "{\"兴趣\": [\"" + chance.anyOf(List.of("汽车", "食品", "医疗器械", "服务贸易")) + "\"]}",
        chance.daysAgo(100, 190));
  }

  private void survey(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (chance.oneIn(2)) {
      rows.add(
          number,
          chance.between(1, 5),
          chance.oneIn(2) ? person.name() + "建议增加休息区" : null,
          chance.daysAgo(1, 150),
          null);
    }
  }

  private void webLog(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(2, 5); count > 0; count--) {
      rows.add(
          chance.oneIn(4) ? null : number,
          chance.ip(),
          "Mozilla/5.0 (iPhone) ExpoApp/6.1",
          "{\"型号\": \"示例手机\", \"系统\": \"" + chance.between(14, 18) + "\"}",
          chance.anyOf(PAGES),
          chance.daysAgo(0, 300));
    }
  }
}
