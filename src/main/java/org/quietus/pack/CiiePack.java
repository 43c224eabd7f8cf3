package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The information platform of an expo in China. */
final class CiiePack implements Pack {

  @Override
  public String name() {
    return "ciie";
  }

  @Override
  public String about() {
    return "an expo's platform, China: archives, sensitive data, contracts kept by law";
  }

  @Override
  public String zone() {
    return "Asia/Shanghai";
  }

  @Override
  public List<String> tables() {
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

  @Override
  public Person person(Population population, int number) {
    return new ChinesePersons(population).get(number);
  }

  @Override
  public void fill(Connection connection, Population population) throws SQLException {
    new CiieRows(connection, population).fill();
  }
}
