package org.quietus.format.mysqldump;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.format.SqlToken;

/**
 * What Percona's {@code mysqldump} prepares and executes before and after the tables, so that
 * RocksDB loads in bulk where a server has it. Each time three statements follow each other: a
 * variable is set to one of two fixed texts, which touch no row; that is prepared; it is executed.
 * Anything else between them, or any other text, is not of that tool.
 */
final class BulkLoading {
  /** By variable: on what it depends, the statement where that is so, and the one where not. */
  private static final Map<String, Set<List<String>>> TEXTS =
      Map.of(
          "@save_old_rocksdb_bulk_load",
          Set.of(
              List.of(
                  "@is_rocksdb_supported",
                  "SET @old_rocksdb_bulk_load = @@rocksdb_bulk_load",
                  "SET @dummy_old_rocksdb_bulk_load = 0")),
          "@enable_bulk_load",
          Set.of(
              List.of(
                  "@is_rocksdb_supported",
                  "SET SESSION rocksdb_bulk_load = 1",
                  "SET @dummy_rocksdb_bulk_load = 0")),
          "@disable_bulk_load",
          Set.of(
              List.of(
                  "@is_rocksdb_supported",
                  "SET SESSION rocksdb_bulk_load = @old_rocksdb_bulk_load",
                  "SET @dummy_rocksdb_bulk_load = 0")),
          "@rocksdb_enable_bulk_load",
          Set.of(
              List.of(
                  "@rocksdb_is_supported",
                  "SET SESSION rocksdb_bulk_load = 1",
                  "SET @rocksdb_dummy_bulk_load = 0")),
          "@rocksdb_get_is_supported",
          Stream.of("'rocksdb_bulk_load'", "?")
              .map(
                  name ->
                      List.of(
                          "@rocksdb_has_p_s_session_variables",
                          "SELECT COUNT(*) INTO @rocksdb_is_supported FROM"
                              + " performance_schema.session_variables WHERE VARIABLE_NAME="
                              + name,
                          "SELECT 0"))
              .collect(Collectors.toUnmodifiableSet()));

  private static final List<String> EXECUTE = List.of("EXECUTE", "s");
  private static final List<String> EXECUTE_WITH_NAME =
      List.of("EXECUTE", "s", "USING", "@rocksdb_bulk_load_var_name");

  private @Nullable String set;
  private boolean prepared;
  private String version = "";

  /** Another statement follows. */
  void forget() {
    set = null;
    prepared = false;
  }

  /**
   * Takes note of a SET statement.
   *
   * @param condition what the statement is conditional on, as it begins; empty if on nothing
   */
  void set(String condition, List<SqlToken> tokens) {
    forget();
    if (tokens.size() < 2) {
      return;
    }
    String variable = tokens.get(1).text();
    boolean known =
        TEXTS.getOrDefault(variable, Set.of()).stream()
            .anyMatch(text -> tokens.equals(setting(variable, text)));
    if (known) {
      set = variable;
      version = condition;
    }
  }

  /** Whether a PREPARE or EXECUTE statement is the next one, on the same condition. */
  boolean goesOn(String condition, List<SqlToken> tokens) {
    Optional<String> variable = Optional.ofNullable(set).filter(of -> version.equals(condition));
    List<String> texts = tokens.stream().map(SqlToken::text).toList();
    boolean words = tokens.stream().allMatch(token -> token.kind() == SqlToken.Kind.WORD);
    if (variable.isEmpty() || !words) {
      forget();
      return false;
    }
    if (!prepared && texts.equals(List.of("PREPARE", "s", "FROM", variable.get()))) {
      prepared = true;
      return true;
    }
    boolean executed = prepared && (texts.equals(EXECUTE) || texts.equals(EXECUTE_WITH_NAME));
    forget();
    return executed;
  }

  private static List<SqlToken> setting(String variable, List<String> text) {
    return List.of(
        word("SET"),
        word(variable),
        symbol("="),
        word("IF"),
        symbol("("),
        word(text.get(0)),
        symbol(","),
        new SqlToken(SqlToken.Kind.STRING, text.get(1)),
        symbol(","),
        new SqlToken(SqlToken.Kind.STRING, text.get(2)),
        symbol(")"));
  }

  private static SqlToken word(String text) {
    return new SqlToken(SqlToken.Kind.WORD, text);
  }

  private static SqlToken symbol(String text) {
    return new SqlToken(SqlToken.Kind.SYMBOL, text);
  }
}
