package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The site of an open-source community. */
final class OpenGeminiPack implements Pack {

  @Override
  public String name() {
    return "opengemini";
  }

  @Override
  public String about() {
    return "an open-source community's site: closed accounts, newsletter, invoices kept by law";
  }

  @Override
  public String zone() {
    return "Etc/UTC";
  }

  @Override
  public List<String> tables() {
    return List.of(
        "account", "subscription", "visit", "post", "attachment", "event_registration", "invoice");
  }

  @Override
  public Person person(Population population, int number) {
    return new LatinPersons(population).get(number);
  }

  @Override
  public void fill(Connection connection, Population population) throws SQLException {
    new OpenGeminiRows(connection, population).fill();
  }
}
