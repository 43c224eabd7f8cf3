package org.quietus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Makes a Parquet file with DuckDB, and filters it with DuckDB, as the peer of ours. */
public final class ParquetPeer {
  private static final int ROW_BYTES = 150;
  private static final int IN_GROUP = 122_880;

  private ParquetPeer() {}

  /** How many rows are about so many bytes unpacked, as the text of a file. */
  static void rows(RewriteData data, Path file) throws Exception {
    Files.writeString(file, Long.toString(data.bytes() / ROW_BYTES));
  }

  /** {@code make ROWS-FILE PARQUET} or {@code filter PARQUET PARQUET}. */
  public static void main(String[] arguments) throws Exception {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("SET threads = 2");
      statement.execute(
          arguments[0].equals("make")
              ? made(Long.parseLong(Files.readString(Path.of(arguments[1]))), arguments[2])
              : "COPY (FROM read_parquet('%s') WHERE user.email <> '%s') TO '%s' (FORMAT parquet, CODEC zstd)"
                  .formatted(arguments[1], RewriteData.email(1), arguments[2]));
    }
  }

  /** The person is in one of twenty row groups, once in 500 rows of it. */
  private static String made(long rows, String file) {
    return """
    COPY (
      SELECT i AS n, TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (i) MILLISECOND AS at,
        {'id': CASE WHEN hers THEN 1 ELSE 10000 + i %% 5000 END,
         'email': CASE WHEN hers THEN '%s' ELSE 'person' || (10000 + i %% 5000) || '@example.org' END} AS user,
        '/page/' || (hash(i) %% 5000) AS page, md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS note, random() AS score
      FROM (SELECT i, (i // %d) %% 20 = 0 AND i %% 500 = 0 AS hers FROM range(%d) r(i))
    ) TO '%s' (FORMAT parquet, CODEC zstd, ROW_GROUP_SIZE %2$d)
    """
        .formatted(RewriteData.email(1), IN_GROUP, rows, file);
  }
}
