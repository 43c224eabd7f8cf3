package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A marketing platform in China. */
final class JingDigitalPack implements Pack {

  @Override
  public String name() {
    return "jingdigital";
  }

  @Override
  public String about() {
    return "a marketing platform, China: tenants, entrusted data, claims, recordings";
  }

  @Override
  public String zone() {
    return "Asia/Shanghai";
  }

  @Override
  public List<String> tables() {
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

  @Override
  public Person person(Population population, int number) {
    return new ChinesePersons(population).get(number);
  }

  @Override
  public void fill(Connection connection, Population population) throws SQLException {
    new JingDigitalRows(connection, population).fill();
  }
}
