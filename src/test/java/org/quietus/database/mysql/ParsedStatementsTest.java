package org.quietus.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.CacheAdapter;
import com.mysql.cj.QueryInfo;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.database.DatabaseConnections;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.Secret;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer
class ParsedStatementsTest {
  private static final String INSERT = "INSERT INTO t (id, text) VALUES (?, ?)";
  private static final int MOST = 300;

  private static DatabaseServer server;
  private static DatabaseConnections connections;

  @BeforeAll
  static void makeATable() throws SQLException {
    server = Servers.shared();
    connections =
        new DatabaseConnections(
            server.jdbcUrl(server.freshSchema(ParsedStatementsTest.class)),
            new DatabaseSettings.Credential(server.username(), new Secret(server.password())));
    try (Connection connection = connections.getConnection();
        PreparedStatement table =
            connection.prepareStatement("CREATE TABLE t (id INT PRIMARY KEY, text VARCHAR(20))")) {
      table.execute();
    }
  }

  @BeforeEach
  void forget() {
    cache(MOST, 100).invalidateAll();
  }

  @Test
  void whatOneConnectionPreparedAnotherNeedNotReadAgain() throws SQLException {
    insert(List.of(1, 2, 3), "a'\\?");
    QueryInfo parsed = cache(MOST, 8000).get(INSERT);
    assertThat(parsed).isNotNull();
    insert(List.of(4), "b");
    insert(List.of(5, 6), "ß? -- ");
    assertThat(cache(MOST, 8000).get(INSERT)).isSameAs(parsed);
    assertThat(texts()).containsExactly("a'\\?", "a'\\?", "a'\\?", "b", "ß? -- ", "ß? -- ");
  }

  @Test
  void aLongStatementIsNotKept() throws SQLException {
    CacheAdapter<String, QueryInfo> cache = cache(MOST, 10);
    QueryInfo info = parsed();
    cache.put("SELECT 12345", info);
    assertThat(cache.get("SELECT 12345")).isNull();
    cache.put("SELECT 123", info);
    assertThat(cache.get("SELECT 123")).isNotNull();
  }

  @Test
  void whatWasNotAskedForLongestIsForgotten() throws SQLException {
    CacheAdapter<String, QueryInfo> cache = cache(2, 100);
    QueryInfo info = parsed();
    cache.invalidateAll();
    cache.put("SELECT 1", info);
    cache.put("SELECT 2", info);
    assertThat(cache.get("SELECT 1")).isNotNull();
    cache.put("SELECT 3", info);
    assertThat(cache.get("SELECT 2")).isNull();
    assertThat(cache.get("SELECT 1")).isNotNull();
    assertThat(cache.get("SELECT 3")).isNotNull();
  }

  private static QueryInfo parsed() throws SQLException {
    insert(List.of(), "");
    return Objects.requireNonNull(cache(MOST, 8000).get(INSERT));
  }

  private static CacheAdapter<String, QueryInfo> cache(int most, int longest) {
    return new ParsedStatements()
        .getInstance(new ReentrantLock(), "jdbc:mysql://h/s", most, longest);
  }

  private static void insert(List<Integer> ids, String text) throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (int id : ids) {
        statement.setInt(1, id);
        statement.setString(2, text);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static List<String> texts() throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT text FROM t ORDER BY id");
        ResultSet rows = statement.executeQuery()) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
