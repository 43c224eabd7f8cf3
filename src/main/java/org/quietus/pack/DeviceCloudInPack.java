package org.quietus.pack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A cloud for controlled devices, run in India. */
final class DeviceCloudInPack implements Pack {

  @Override
  public String name() {
    return "device-cloud-in";
  }

  @Override
  public String about() {
    return "a device cloud, India: backups at once, late logs, investigations, portraits";
  }

  @Override
  public String zone() {
    return "Asia/Kolkata";
  }

  @Override
  public List<String> tables() {
    return List.of("account", "device", "telemetry", "portrait", "event_participation", "sign_in");
  }

  @Override
  public Person person(Population population, int number) {
    return new LatinPersons(population).get(number);
  }

  @Override
  public void fill(Connection connection, Population population) throws SQLException {
    new DeviceCloudInRows(connection, population).fill();
  }
}
