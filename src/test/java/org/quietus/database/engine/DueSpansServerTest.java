package org.quietus.database.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.anonymise.DateUnit;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.anonymise.Truncate;
import org.quietus.plan.Action;
import org.quietus.target.ChunkResult;
import org.quietus.target.RowsChanged;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "others have Java make new values")
class DueSpansServerTest extends DueSpansContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String moment() {
    return "DATETIME(6)";
  }

  @Override
  String bytes() {
    return "BINARY(4)";
  }

  /** One that is not due: who waits for its lock with a span in hand waits for nothing. */
  @Override
  long lockedElsewhere() {
    return 3;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a BIGINT UNSIGNED",
        "a ENUM('c', 'b', 'a'), b INT",
        "a INT, b ENUM('c', 'b', 'a'), c DATE, d VARCHAR(9)"
      })
  void keysThatThisProductAloneHasAreTakenInSpansToo(String key) throws SQLException {
    takesTheSameRowsWhateverTheKeyIs(key);
  }

  @Test
  void aDateThatIsNoneIsLeftByKey() throws SQLException {
    execute(
        "SET sql_mode = ''",
        "CREATE TABLE t (a INT PRIMARY KEY, seen DATE, kept INT, note DATE)",
        "INSERT INTO t VALUES (1, '2020-01-01', 0, '1980-00-00'), (2, '2020-01-01', 0,"
            + " '1980-05-05'), (3, '2020-01-01', 0, '0000-00-00')");
    Action years =
        new Action.Anonymise(
            new TableAnonymisation(Map.of("note", new Truncate(DateUnit.YEAR)), Optional.empty()));

    assertThatThrownBy(() -> work(years, task(false, ROWS))).isInstanceOf(RowsChanged.class);
    connection.rollback();
    ChunkResult careful = work(years, task(true, ROWS));

    assertThat(careful.changed()).isEqualTo(1);
    assertThat(careful.left()).hasSize(2);
    assertThat(texts("SELECT CAST(note AS CHAR) FROM t ORDER BY a"))
        .containsExactly("1980-00-00", "1980-01-01", "0000-00-00");
  }
}
