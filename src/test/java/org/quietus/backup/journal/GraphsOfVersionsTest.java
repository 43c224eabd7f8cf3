package org.quietus.backup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.dump.SearchedGraph;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class GraphsOfVersionsTest {
  private static final String DUMP = "d".repeat(64);

  @TempDir Path directory;
  private GraphsOfVersions graphs;
  private final Map<String, Long> searchedAgain = new HashMap<>();

  /** A dump that was searched with less than today for one kind of person. */
  @BeforeEach
  void open() throws Exception {
    JdbcTemplate jdbc =
        new JdbcTemplate(
            new DriverManagerDataSource(
                "jdbc:h2:mem:" + directory.getFileName() + ";DB_CLOSE_DELAY=-1"));
    jdbc.execute("CREATE SCHEMA quietus");
    jdbc.execute(Files.readString(Path.of("sql/control/h2/V54__searched_graphs.sql")));
    jdbc.update(
        "INSERT INTO quietus.screened_with (job, set_name, version_token, subject, graph, paths)"
            + " VALUES ('shop', 'nightly', ?, 'customer', ?, '')",
        DUMP,
        "a".repeat(64));
    graphs =
        new GraphsOfVersions(
            jdbc,
            "shop",
            "nightly",
            Map.of("customer", new SearchedGraph("b".repeat(64), Set.of("path"))));
  }

  private void searchedUpTo(long last) {
    graphs.wider(Map.of(DUMP, last), kind -> Optional.of(6L), searchedAgain::put);
  }

  @Test
  void whatWasSearchedForSomebodyIsSearchedWithMore() {
    searchedUpTo(6);

    assertThat(searchedAgain).containsExactly(Map.entry(DUMP, 5L));
    assertThat(graphs.isWider(DUMP)).isTrue();
  }

  /** Nothing that leads to such persons can have been taken out of it. */
  @Test
  void whatWasSearchedBeforeAnybodyOfTheKindWasErasedIsNot() {
    searchedUpTo(5);

    assertThat(searchedAgain).isEmpty();
    assertThat(graphs.isWider(DUMP)).isFalse();
  }
}
