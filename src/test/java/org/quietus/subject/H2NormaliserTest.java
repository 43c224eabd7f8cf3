package org.quietus.subject;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

class H2NormaliserTest extends NormaliserContract {
  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:h2:mem:");
  }

  @Override
  String text(String column) {
    return "CAST(" + column + " AS VARCHAR)";
  }

  @Override
  String createTable() {
    return "CREATE TABLE normaliser_contract (n INT, v VARCHAR(200))";
  }
}
