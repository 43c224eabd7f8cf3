package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** An app for smart devices at home, in China. */
final class KaiconnPack implements Pack {

  @Override
  public String name() {
    return "kaiconn";
  }

  @Override
  public String about() {
    return "an app for smart devices at home, China: cooling-off, backups, vendors, network logs";
  }

  @Override
  public String zone() {
    return "Asia/Shanghai";
  }

  @Override
  public List<String> tables() {
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

  @Override
  public Person person(Population population, int number) {
    return new ChinesePersons(population).get(number);
  }

  @Override
  public void fill(Connection connection, Population population) throws SQLException {
    new KaiconnRows(connection, population).fill();
  }
}
