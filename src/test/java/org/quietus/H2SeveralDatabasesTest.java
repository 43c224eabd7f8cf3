package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

class H2SeveralDatabasesTest extends SeveralDatabasesContract {
  @TempDir static Path files;

  @Override
  ShopEngine home() {
    return ShopEngine.h2(files);
  }

  @Override
  ShopEngine other() {
    return ShopEngine.h2(files);
  }

  @Test
  void aCopyOfADatabaseIsToldFromItsOriginal() throws Exception {
    assertThat(job.run().exitCode()).isZero();
    String place = place(CRM);
    home().execute(SHOP, "UPDATE quietus.place SET name = '" + place + "'");
    CommandRun copy = job.run();
    assertThat(copy.exitCode()).isEqualTo(2);
    assertThat(copy.err()).contains("one is a copy of the other", "UPDATE quietus.place");
    assertThat(job.command("validate").out()).contains("SAME-DATABASE");
    home().execute(SHOP, "UPDATE quietus.place SET name = 'another'");
    assertThat(job.run().exitCode()).isZero();
  }

  private String place(String schema) throws Exception {
    try (Connection connection = home().connect(schema);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name FROM quietus.place")) {
      row.next();
      return row.getString(1);
    }
  }
}
