package org.quietus.backup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.KeyToken;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.person.FoundKeys;
import org.quietus.backup.person.KeptToday;
import org.quietus.request.SealingKey;
import org.quietus.target.Others;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class KeyMemoryTest {
  private static final int MANY = 130;
  private static final List<String> REQUESTS = requests();

  @TempDir Path directory;
  private final List<String> asked = new ArrayList<>();
  private KeyMemory memory;

  @BeforeEach
  void open() throws Exception {
    JdbcTemplate jdbc =
        new JdbcTemplate(
            new DriverManagerDataSource(
                "jdbc:h2:mem:" + directory.getFileName() + ";DB_CLOSE_DELAY=-1")) {
          @Override
          public <T> @Nullable T query(
              PreparedStatementCreator statement,
              @Nullable PreparedStatementSetter values,
              ResultSetExtractor<T> rows) {
            asked.add(statement.toString());
            return super.query(statement, values, rows);
          }
        };
    jdbc.execute("CREATE SCHEMA quietus");
    jdbc.execute(Files.readString(Path.of("sql/control/h2/V3__backup_journal.sql")));
    SealingKey.generate(directory);
    memory = new KeyMemory(jdbc, SealingKey.load(directory), "run-1");
  }

  private static List<String> requests() {
    List<String> requests = new ArrayList<>();
    for (int n = 0; n < MANY; n++) {
      requests.add("request-" + n);
    }
    return requests;
  }

  private static FoundKeys keys() {
    return new FoundKeys(
        new KeyTokens(new byte[32]),
        new KeptToday(Set.of(), Set.of(), Others.NONE, MANY),
        10 * MANY);
  }

  private FoundKeys recalled() {
    FoundKeys keys = keys();
    memory.recall("unit", keys, REQUESTS::indexOf);
    return keys;
  }

  @Test
  void remembersWhoseEachKeyIsAndAsksForNothingMeanwhile() {
    FoundKeys keys = keys();
    for (int n = 0; n < MANY; n++) {
      keys.owners().add(new KeyToken(n, 1), n);
      keys.kept().add(new KeyToken(n, 2), MANY - 1 - n);
    }

    memory.remember("unit", keys, REQUESTS);

    assertThat(asked).isEmpty();
    FoundKeys again = recalled();
    for (int n = 0; n < MANY; n++) {
      assertThat(again.owners().owner(new KeyToken(n, 1))).isEqualTo(n);
      assertThat(again.kept().owner(new KeyToken(n, 2))).isEqualTo(MANY - 1 - n);
    }
  }

  @Test
  void whatIsFoundLaterTakesThePlaceOfWhatWasRemembered() {
    FoundKeys first = keys();
    first.owners().add(new KeyToken(1, 1), 0);
    memory.remember("unit", first, REQUESTS);
    FoundKeys second = keys();
    second.owners().add(new KeyToken(2, 2), 1);

    memory.remember("unit", second, REQUESTS);

    assertThat(recalled().owners().size()).isEqualTo(1);
    assertThat(recalled().owners().owner(new KeyToken(2, 2))).isEqualTo(1);
  }
}
