package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.anonymise.Done;
import org.quietus.catalog.Column;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer({"mariadb", "mysql"})
class ServerDoneSqlTest extends DoneSqlContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String caseIgnoring() {
    return " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci";
  }

  @Override
  String moment() {
    return "DATETIME(6)";
  }

  @Override
  String instant() {
    return "TIMESTAMP(6) NULL";
  }

  @Test
  void saysTheSameWhereTheServersBackslashIsNoEscape() throws SQLException {
    String mode = String.valueOf(database.texts("SELECT @@GLOBAL.sql_mode").get(0));
    database.execute("SET GLOBAL sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PIPES_AS_CONCAT'");
    try {
      close();
      open();
      assertThat(database.texts(SqlFragment.of("SELECT CHARSET(?)", "a\\")))
          .containsExactly("utf8mb4");
      saysOfTextsWhatJavaSays();
    } finally {
      database.execute("SET GLOBAL sql_mode = '" + mode + "'");
    }
  }

  @Test
  void saysTheSameOfColumnsInAnotherCharacterSet() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(40) CHARACTER SET latin1)");
    List<Done> predicates =
        textPredicates().stream().filter(done -> !done.toString().contains("😀")).toList();
    agree(
        column(Column.Type.TEXT, "varchar(40)"),
        predicates,
        List.of("gone", "Gone", "góne", "gone ", "g'one", "gone\\", "****", "x-0a", "10.1.0.0"));
  }

  @Test
  void saysTheSameOfEnums() throws SQLException {
    database.execute("CREATE TABLE t (id INT PRIMARY KEY, v ENUM('gone', 'other', ''))");
    agree(
        column(Column.Type.ENUM, "enum"),
        List.of(new Done.EqualsExactly("gone"), new Done.EqualsExactly("")),
        List.of("gone", "other", ""));
  }
}
