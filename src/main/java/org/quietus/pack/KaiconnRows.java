package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.quietus.pack.Population.Chance;
import org.quietus.pack.Rows.Place;

/** The rows of {@code kaiconn-schema.sql}; account, handset and home number are the person's. */
final class KaiconnRows {
  private static final List<String> CITIES = List.of("深圳市", "上海市", "成都市", "武汉市", "西安市");
  private static final List<String> STREETS = List.of("示范路", "样例街", "测试大道", "虚构巷");
  private static final List<String> DEVICES = List.of("客厅灯", "空调", "窗帘电机", "门锁", "扫地机器人");
  private static final List<String> PAGES = List.of("首页", "设备", "场景", "商城", "我的");
  private static final List<String> ACTIONS = List.of("登录", "开灯", "关灯", "分享设备", "升级固件");
  private static final List<String> FUNCTIONS = List.of("位置服务", "消息推送", "图文分享");
  private static final String AGENT = "Mozilla/5.0 (Linux; Android 14) Kaiconn/3.2";

  private final TableFiller filling;

  KaiconnRows(Connection connection, Population population) {
    this.filling = new TableFiller(connection, population, new ChinesePersons(population)::get);
  }

  void fill() throws SQLException {
    filling.table("account", this::account);
    filling.table("real_name_check", this::realNameCheck);
    filling.table("handset", this::handset);
    filling.table("home", this::home);
    filling.table("smart_device", this::smartDevices);
    filling.table("location_trace", this::locations);
    filling.table("post", this::posts);
    filling.table("authorisation", this::authorisations);
    filling.table("feedback", this::feedback);
    filling.table("network_log", this::networkLog);
    filling.table("usage_event", this::usage);
    filling.table("crash_report", this::crashes);
  }

  private void account(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(
        accountNo(number),
        person.name().substring(0, person.name().offsetByCodePoints(0, 1)) + "同学",
        person.phone(),
        chance.oneIn(4) ? null : person.email(),
        chance.bytes(32),
        chance.oneIn(3) ? null : chance.bytes(200),
        person.female() ? "女" : "男",
        person.born(),
        chance.anyOf(CITIES),
        chance.oneIn(2) ? "我是" + person.name() + ",爱生活" : null,
        pushId(number),
        "active",
        chance.daysAgo(400, 900),
        chance.daysAgo(1, 40),
        null);
  }

  /** As the app shows it; tells nothing but the number. */
  static String accountNo(int number) {
    return String.format(Locale.ROOT, "KC%09d", number * 37L + 100_000_000);
  }

  private static String pushId(int number) {
    return String.format(Locale.ROOT, "gt-%08x-%04x", number * 2_654_435L, number % 65_521);
  }

  private void realNameCheck(int number, Person person, Chance chance, Rows rows)
      throws SQLException {
    rows.add(number, person.name(), person.idCard(), chance.bytes(300), chance.daysAgo(400, 900));
  }

  private void handset(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(
        number,
        chance.anyOf(List.of("示例手机 X1", "样品手机 9 Pro", "Example Phone 5")),
        "Android " + chance.between(11, 15),
        "99" + chance.digits(13),
        "99" + chance.digits(13),
        mac(chance),
        chance.hex(16),
        "[\"微笑日历\", \"示例地图\", \"" + chance.anyOf(PAGES) + "助手\"]",
        chance.daysAgo(100, 390));
  }

  /** Of the locally administered kind, so that it is no manufacturer's. */
  private static String mac(Chance chance) {
    return "02" + chance.hex(10).replaceAll("(..)", ":$1");
  }

  private void home(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(
        number,
        person.name() + "的家",
        chance.anyOf(CITIES)
            + chance.anyOf(STREETS)
            + chance.between(1, 999)
            + "号"
            + chance.between(101, 2808)
            + "室",
        new Place("114.0" + chance.digits(4), "22.5" + chance.digits(4)));
  }

  private void smartDevices(int number, Person person, Chance chance, Rows rows)
      throws SQLException {
    for (int count = chance.between(1, 3); count > 0; count--) {
      rows.add(
          number,
          "SN" + chance.digits(12),
          chance.anyOf(DEVICES),
          "{\"亮度\": " + chance.between(1, 100) + ", \"定时\": \"22:30\"}",
          chance.daysAgo(30, 390));
    }
  }

  private void locations(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(1, 4); count > 0; count--) {
      rows.add(
          number, "114.0" + chance.digits(5), "22.5" + chance.digits(5), chance.daysAgo(0, 60));
    }
  }

  private void posts(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (chance.oneIn(2)) {
      rows.add(
          number,
          "大家好,我是" + person.name() + ",新装的" + chance.anyOf(DEVICES) + "很好用!",
          chance.bytes(400),
          chance.daysAgo(1, 300));
    }
  }

  private void authorisations(int number, Person person, Chance chance, Rows rows)
      throws SQLException {
    LocalDateTime granted = chance.daysAgo(200, 390);
    for (String function : FUNCTIONS) {
      rows.add(number, function, granted, null);
    }
  }

  private void feedback(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (chance.oneIn(5)) {
      LocalDateTime filed = chance.daysAgo(20, 500);
      rows.add(
          number,
          person.phone(),
          person.name() + "反馈:" + chance.anyOf(DEVICES) + "经常离线,请联系" + person.email(),
          filed,
          filed.plusDays(chance.between(1, 14)));
    }
  }

  private void networkLog(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(2, 5); count > 0; count--) {
      rows.add(
          number,
          chance.ip(),
          chance.anyOf(ACTIONS),
          "{\"结果\": \"成功\", \"毫秒\": " + chance.between(5, 900) + "}",
          chance.daysAgo(0, 300));
    }
  }

  private void usage(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(2, 5); count > 0; count--) {
      rows.add(
          chance.oneIn(4) ? null : number,
          chance.ip(),
          chance.anyOf(PAGES),
          chance.between(1, 600),
          AGENT,
          chance.daysAgo(0, 300),
          null);
    }
  }

  private void crashes(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (chance.oneIn(4)) {
      rows.add(
          number,
          "java.lang.IllegalStateException: 用户 "
              + accountNo(number)
              + "\n\tat com.example.app.Lamp.on(Lamp.java:"
              + chance.between(10, 400)
              + ")",
          chance.bytes(500),
          chance.daysAgo(0, 300));
    }
  }
}
