package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.quietus.pack.Population.Chance;

/**
 * The rows of {@code jingdigital-schema.sql}: each person is a contact of brand-a (odd numbers) or
 * brand-b, every tenth of both, and every fifth is a customer of the platform too.
 */
final class JingDigitalRows {
  private static final String OWN = "platform";
  private static final List<String> PAGES = List.of("/活动", "/新品", "/会员", "/直播");

  private final TableFiller filling;
  private final Population population;

  JingDigitalRows(Connection connection, Population population) {
    this.population = population;
    this.filling = new TableFiller(connection, population, new ChinesePersons(population)::get);
  }

  void fill() throws SQLException {
    filling.table("client", this::client);
    filling.table("contract", this::contract);
    filling.table("contact", this::contact);
    filling.table("chat_message", this::chats);
    filling.table("call_recording", this::recording);
    filling.table("behaviour_profile", this::profile);
    filling.table("audience_member", this::audience);
    filling.table("page_log", this::logs);
  }

  private static String tenant(int number) {
    return number % 2 == 1 ? "brand-a" : "brand-b";
  }

  private void client(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (number % 5 == 0) {
      rows.add(
          OWN,
          person.name(),
          person.phone(),
          person.email(),
          "示例" + chance.anyOf(List.of("食品", "服饰", "汽车")) + "有限公司",
          chance.anyOf(List.of("市场总监", "品牌经理", "运营专员")),
          null,
          chance.daysAgo(1000, 1500));
    }
  }

  /** Every second contract has ended. */
  private void contract(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (number % 5 == 0) {
      rows.add(
          OWN,
          number / 5,
          "HT-" + number,
          person.name(),
          chance.bytes(300),
          number % 10 == 0 ? chance.daysAgo(200, 900).toLocalDate() : null);
    }
  }

  /** The contacts of the other brand follow those of one's own, so that ids are numbers first. */
  private void contact(int number, Person person, Chance chance, Rows rows) throws SQLException {
    contact(tenant(number), number, person, chance, rows);
    if (number == population.persons()) {
      for (int both = 10; both <= population.persons(); both += 10) {
        Person again = new ChinesePersons(population).get(both);
        contact("brand-a", both, again, population.chance("again", both), rows);
      }
    }
  }

  private static void contact(String tenant, int number, Person person, Chance chance, Rows rows)
      throws SQLException {
    rows.add(
        tenant,
        person.name(),
        person.phone(),
        person.email(),
        String.format(Locale.ROOT, "o%s%09d", tenant.substring(6), number),
        "上海市样例路" + chance.between(1, 999) + "号",
        chance.anyOf(List.of("教师", "工程师", "医生", "学生")),
        person.born(),
        null,
        chance.daysAgo(200, 900));
  }

  private void chats(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(1, 3); count > 0; count--) {
      rows.add(
          tenant(number),
          number,
          "您好,我是" + person.name() + ",请把样品寄到公司,电话" + person.phone(),
          chance.oneIn(4) ? chance.bytes(400) : null,
          chance.daysAgo(0, 190));
    }
  }

  /** Every third person has a short one in the row, and every third one that lies beside it. */
  private void recording(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (number % 3 == 0) {
      rows.add(
          tenant(number),
          number,
          chance.bytes(800),
          "客服:请问贵姓?客户:我是" + person.name(),
          chance.daysAgo(1, 300),
          null);
    } else if (number % 3 == 1) {
      rows.add(
          tenant(number),
          number,
          new byte[0],
          null,
          chance.daysAgo(1, 300),
          "recordings/" + chance.hex(24) + ".ogg");
    }
  }

  private void profile(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(
        tenant(number),
        number,
        "{\"偏好\": \"" + chance.anyOf(List.of("咖啡", "跑步", "摄影")) + "\", \"活跃\": true}",
        chance.daysAgo(1, 60));
  }

  private void audience(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(tenant(number), number, "双十一预热", chance.daysAgo(1, 60));
  }

  private void logs(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(1, 4); count > 0; count--) {
      rows.add(
          tenant(number),
          chance.oneIn(4) ? null : number,
          chance.ip(),
          "Mozilla/5.0 MicroMessenger/8.0",
          chance.oneIn(3) ? "优惠券" : null,
          chance.anyOf(PAGES),
          chance.daysAgo(0, 200));
    }
  }
}
