package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.quietus.pack.Population.Chance;
import org.quietus.pack.Rows.Place;

/** The rows of {@code device-cloud-in-schema.sql}; everybody has one device. */
final class DeviceCloudInRows {
  private static final List<String> MODELS = List.of("Lamp L1", "Plug P2", "Camera C3");

  private final TableFiller filling;

  DeviceCloudInRows(Connection connection, Population population) {
    this.filling = new TableFiller(connection, population, new LatinPersons(population)::get);
  }

  void fill() throws SQLException {
    filling.table("account", this::account);
    filling.table("device", this::device);
    filling.table("telemetry", this::telemetry);
    filling.table("portrait", this::portrait);
    filling.table("event_participation", this::event);
    filling.table("sign_in", this::signIns);
  }

  private static String reference(int number) {
    return String.format(Locale.ROOT, "dev-%010x", number * 104_729L);
  }

  private void account(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(
        person.email(),
        person.name(),
        chance.bytes(32),
        person.born(),
        null,
        chance.daysAgo(200, 700),
        null);
  }

  private void device(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(
        number,
        reference(number),
        chance.anyOf(MODELS),
        "{\"online\": true, \"name\": \"" + person.name() + "'s lamp\"}",
        chance.daysAgo(100, 190));
  }

  private void telemetry(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(2, 6); count > 0; count--) {
      rows.add(
          number,
          reference(number),
          chance.ip(),
          new Place("77.59" + chance.digits(4), "12.97" + chance.digits(4)),
          "{\"watts\": " + chance.between(1, 60) + ", \"wifi\": \"home-" + chance.hex(6) + "\"}",
          chance.daysAgo(0, 150),
          null);
    }
  }

  private void portrait(int number, Person person, Chance chance, Rows rows) throws SQLException {
    rows.add(
        number,
        "{\"likes\": [\"" + chance.anyOf(List.of("cricket", "cinema", "cooking")) + "\"]}",
        chance.daysAgo(1, 60));
  }

  private void event(int number, Person person, Chance chance, Rows rows) throws SQLException {
    if (chance.oneIn(4)) {
      rows.add(number, "Launch day", chance.bytes(300), chance.daysAgo(1, 300));
    }
  }

  private void signIns(int number, Person person, Chance chance, Rows rows) throws SQLException {
    for (int count = chance.between(1, 4); count > 0; count--) {
      rows.add(number, chance.ip(), chance.daysAgo(0, 300));
    }
  }
}
