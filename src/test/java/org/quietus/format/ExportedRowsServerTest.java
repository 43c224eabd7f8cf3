package org.quietus.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.quietus.format.csv.Csv;
import org.quietus.policy.RowLayout;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

/** What the servers export is read as they have it, and what is left of it is taken in again. */
@EnabledIfServer
class ExportedRowsServerTest {
  private static final List<@Nullable String> ODD =
      Arrays.asList(
          "",
          null,
          " ",
          "a\tb",
          "a\nb",
          "a\r\nb",
          "a\rb",
          "\\",
          "\\N",
          "N",
          "NULL",
          "\"",
          "a\"b",
          "\"\"",
          "'",
          ",",
          "a,\"b\"",
          "\\\"",
          "\\\\",
          "\\n",
          "克莱奥 😀",
          "\u0001\b\f\u000b\u001a",
          "trailing\\",
          "tab\t",
          "-- x",
          "\\.");
  private static final String NEW = "new \"\\,\t\n\r 漢";

  @TempDir Path directory;
  private DatabaseServer server;
  private boolean postgres;

  @BeforeEach
  void fill() throws Exception {
    server = Servers.shared();
    server.createSchema("exported_rows");
    postgres = server.product().equals("postgres");
    try (Connection connection = server.connect("exported_rows");
        Statement statement = connection.createStatement()) {
      String type = postgres ? "TEXT" : "TEXT CHARACTER SET utf8mb4";
      for (String table : List.of("there", "back")) {
        statement.execute(
            "CREATE TABLE %s (id INT PRIMARY KEY, a %s, b %s)".formatted(table, type, type));
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO there VALUES (?, ?, ?)")) {
        for (int n = 0; n < ODD.size(); n++) {
          insert.setInt(1, n);
          insert.setString(2, ODD.get(n));
          insert.setString(3, ODD.get(ODD.size() - 1 - n));
          insert.execute();
        }
      }
    }
  }

  private static RowLayout layout(RowLayout usual, String delimiter, boolean quotes) {
    return new RowLayout(
        delimiter,
        quotes ? Optional.of('"') : Optional.empty(),
        usual.backslash(),
        usual.nullText(),
        Optional.of(List.of("id", "a", "b")),
        UTF_8);
  }

  @Test
  void asTheyAreByDefault() throws Exception {
    roundTrip(layout(RowLayout.TSV, "\t", false), "", "");
  }

  @Test
  void withDelimitersAndQuotes() throws Exception {
    if (postgres) {
      roundTrip(layout(RowLayout.CSV, ";", true), "", "WITH (FORMAT csv, DELIMITER ';')");
    } else {
      String fields = "FIELDS TERMINATED BY ';' OPTIONALLY ENCLOSED BY '\"'";
      roundTrip(layout(RowLayout.TSV, ";", true), fields, "");
      fields = "FIELDS TERMINATED BY '||' ENCLOSED BY '\"'";
      roundTrip(layout(RowLayout.TSV, "||", true), fields, "");
    }
  }

  private void roundTrip(RowLayout layout, String mysql, String copy) throws Exception {
    byte[] exported = exported(mysql, copy);
    Csv csv = new Csv(new DumpTableName(null, "there"), List.of("b", "id", "a"), layout);
    List<List<@Nullable String>> read = new ArrayList<>();
    Reading reading =
        csv.scan(
            new ByteArrayInputStream(exported),
            new EveryRow(row -> read.add(Arrays.asList(row.text(1), row.text(2), row.text(0)))));
    assertThat(reading.unread()).isEqualTo(Unread.NOTHING);
    assertThat(read).isEqualTo(rows("there"));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, @Nullable Object> change = new HashMap<>();
    change.put("a", NEW);
    change.put("b", null);
    csv.rewrite(
        new ByteArrayInputStream(exported),
        out,
        Deciders.everywhere(
            row -> {
              int id = Integer.parseInt(String.valueOf(row.text(1)));
              return id % 3 == 0
                  ? Decision.DROP
                  : id % 3 == 1 ? Decision.change(change) : Decision.KEEP;
            }));
    takeIn(out.toByteArray(), mysql, copy);

    List<List<@Nullable String>> expected = new ArrayList<>();
    for (List<@Nullable String> row : rows("there")) {
      int id = Integer.parseInt(String.valueOf(row.get(0)));
      if (id % 3 != 0) {
        expected.add(id % 3 == 1 ? Arrays.asList(row.get(0), NEW, null) : row);
      }
    }
    assertThat(rows("back")).isEqualTo(expected);
  }

  private byte[] exported(String mysql, String copy) throws SQLException, IOException {
    try (Connection connection = server.connect("exported_rows");
        Statement statement = connection.createStatement()) {
      if (postgres) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (SELECT * FROM there ORDER BY id) TO STDOUT " + copy, out);
        return out.toByteArray();
      }
      Path file = directory.resolve(UUID.randomUUID() + ".txt");
      statement.execute(
          "SELECT * FROM there ORDER BY id INTO OUTFILE '%s' CHARACTER SET utf8mb4 %s"
              .formatted(file, mysql.replace("\\", "\\\\")));
      return Files.readAllBytes(file);
    }
  }

  private void takeIn(byte[] rows, String mysql, String copy) throws SQLException, IOException {
    try (Connection connection = server.connect("exported_rows");
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM back");
      if (postgres) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY back FROM STDIN " + copy, new ByteArrayInputStream(rows));
        return;
      }
      Path file = Files.write(directory.resolve(UUID.randomUUID() + ".txt"), rows);
      statement.execute(
          "LOAD DATA INFILE '%s' INTO TABLE back CHARACTER SET utf8mb4 %s".formatted(file, mysql));
    }
  }

  private List<List<@Nullable String>> rows(String table) throws SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    try (Connection connection = server.connect("exported_rows");
        Statement statement = connection.createStatement();
        ResultSet all = statement.executeQuery("SELECT id, a, b FROM " + table + " ORDER BY id")) {
      while (all.next()) {
        rows.add(Arrays.asList(all.getString(1), all.getString(2), all.getString(3)));
      }
    }
    return rows;
  }
}
