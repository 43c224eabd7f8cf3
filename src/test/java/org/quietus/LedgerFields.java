package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.quietus.certificate.Residuals;

/** The fields that the certificate of a run has to have, by their paths, read by SQL alone. */
final class LedgerFields {
  private static final String CHUNKS =
      " quietus.ledger l JOIN quietus.ledger_count c ON c.run_id = l.run_id AND c.range_no ="
          + " l.range_no AND c.sequence_no = l.sequence_no JOIN quietus.run_step s ON s.run_id ="
          + " l.run_id AND s.step_no = l.step_no WHERE l.run_id = ?";

  private static final List<String> ACTIONS = List.of("delete", "anonymise");

  private static final List<String> COUNTS =
      List.of(
          "matched",
          "deleted",
          "anonymised",
          "masked",
          "kept",
          "restricted",
          "held",
          "gone",
          "ambiguous",
          "failed");

  final Map<String, String> expected = new TreeMap<>();
  private final ShopEngine engine;
  private final String schema;
  private final String run;

  LedgerFields(ShopEngine engine, String schema, String run) {
    this.engine = engine;
    this.schema = schema;
    this.run = run;
  }

  /** Who says it, by which job file, and what is so of every certificate. */
  void head(String kind, String id, String type) throws SQLException {
    expected.put("/identity/id", kind + "-" + id + "-1");
    expected.put("/identity/occasion/kind", kind);
    expected.put("/identity/occasion/id", id);
    expected.put("/identity/sequence", "1");
    expected.put("/identity/schemaVersion", "1");
    expected.put("/identity/type", type);
    row(
        "SELECT job, job_digest, job_text FROM quietus.run",
        run -> {
          String text = run.getString("job_text");
          expected.put("/authority/job", run.getString("job"));
          expected.put("/authority/jobFile", run.getString("job_digest"));
          expected.put("/authority/controller", written(text, "controller"));
          expected.put("/authority/zone", written(text, "zone"));
        });
    expected.put("/residuals/mediaRemanence", Residuals.MEDIA_REMANENCE);
  }

  private static String written(String jobFile, String key) {
    return jobFile.replaceFirst("(?s).*\n" + key + ": ([^\n]*).*", "$1");
  }

  void rules(String of) throws SQLException {
    int[] n = {0};
    each(
        "SELECT * FROM quietus.run_step WHERE run_id = ?" + of + " ORDER BY step_no",
        step -> {
          String at = "/authority/rules/" + n[0]++;
          expected.put(at + "/id", step.getString("rule_name"));
          if (step.getString("keep_period") != null) {
            expected.put(at + "/keep", step.getString("keep_period"));
            expected.put(at + "/startEvent", step.getString("start_event"));
            expected.put(at + "/cutoff", second(step.getTimestamp("cutoff_at")));
          }
        });
  }

  /** What chunks did to each table by each method, and then what was found to be held there. */
  void targets(String of, Function<Timestamp, String> precision) throws SQLException {
    int[] n = {0};
    each(
        "SELECT c.table_name, c.method, MIN(s.rule_name) rule, SUM(c.deleted) deleted,"
            + " SUM(c.anonymised) anonymised, SUM(c.kept) kept, SUM(c.gone) gone,"
            + " SUM(c.ambiguous) ambiguous, MIN(l.committed_at) first_at,"
            + " MAX(l.committed_at) last_at FROM"
            + CHUNKS
            + of
            + " GROUP BY c.table_name, c.method ORDER BY MIN(l.step_no), c.table_name, c.method",
        sum -> {
          String at = "/targets/" + n[0]++;
          long matched = 0;
          target(at, sum.getString("table_name"), sum.getString("method"), sum.getString("rule"));
          for (String count : List.of("deleted", "anonymised", "kept", "gone", "ambiguous")) {
            expected.put(at + "/counts/" + count, sum.getString(count));
            matched += sum.getLong(count);
          }
          expected.put(at + "/counts/matched", String.valueOf(matched));
          expected.put(at + "/first", precision.apply(sum.getTimestamp("first_at")));
          expected.put(at + "/last", precision.apply(sum.getTimestamp("last_at")));
          chunks(at, of, sum.getString("table_name"), sum.getString("method"));
        });
    each(
        "SELECT v.*, s.rule_name FROM quietus.verification v JOIN quietus.run_step s ON s.run_id ="
            + " v.run_id AND s.step_no = v.step_no WHERE v.run_id = ? AND held_rows > 0"
            + of.replace("l.", "v."),
        line -> {
          String at = "/targets/" + n[0]++;
          target(at, line.getString("table_name"), "none", line.getString("rule_name"));
          expected.put(at + "/counts/held", line.getString("held_rows"));
          expected.put(at + "/counts/matched", line.getString("held_rows"));
        });
  }

  /** A target of which nothing is counted yet. */
  private void target(String at, String table, String method, String rule) {
    expected.put(at + "/name", table);
    expected.put(at + "/rules/0", rule);
    expected.put(at + "/tool/version", "unpackaged");
    String[] words = method.split("[: ]+");
    expected.put(at + "/method/kind", ACTIONS.contains(words[0]) ? words[0] : "none");
    if (words[0].equals("anonymise")) {
      expected.put(at + "/method/strategies/0", words[words.length - 1]);
    }
    for (String count : COUNTS) {
      expected.put(at + "/counts/" + count, "0");
    }
    expected.put(at + "/chunks", "0");
    expected.put(at + "/merkleRoot", HexFormat.of().formatHex(root(List.of())));
  }

  private void chunks(String at, String of, String table, String method) throws SQLException {
    List<byte[]> digests = new ArrayList<>();
    each(
        "SELECT DISTINCT l.range_no, l.sequence_no, l.digest FROM"
            + CHUNKS
            + of
            + " AND c.table_name = '"
            + table
            + "' AND c.method = '"
            + method
            + "' ORDER BY l.range_no, l.sequence_no",
        chunk -> digests.add(chunk.getBytes("digest")));
    expected.put(at + "/chunks", String.valueOf(digests.size()));
    expected.put(at + "/merkleRoot", HexFormat.of().formatHex(root(digests)));
  }

  /** RFC 6962, 2.1, word by word. */
  private static byte[] root(List<byte[]> leaves) {
    if (leaves.size() < 2) {
      return leaves.isEmpty() ? sha256() : sha256(new byte[] {0}, leaves.get(0));
    }
    int half = Integer.highestOneBit(leaves.size() - 1);
    return sha256(
        new byte[] {1}, root(leaves.subList(0, half)), root(leaves.subList(half, leaves.size())));
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void verification(String of, Function<Timestamp, String> precision) throws SQLException {
    int[] n = {0};
    each(
        "SELECT * FROM quietus.verification WHERE run_id = ?" + of + " ORDER BY line_no",
        line -> {
          String at = "/verification/checks/" + n[0]++;
          expected.put(at + "/target", line.getString("table_name"));
          expected.put(at + "/query", line.getString("query_digest"));
          expected.put(at + "/due", line.getString("due_rows"));
          expected.put(at + "/kept", line.getString("kept_rows"));
          expected.put(at + "/held", line.getString("held_rows"));
          expected.put("/verification/at", precision.apply(line.getTimestamp("verified_at")));
          expected.put("/verification/connection", line.getString("credential") + "-credential");
        });
    expected.put("/verification/how", "count-due-rows");
  }

  void kept(String of) throws SQLException {
    each(
        "SELECT c.* FROM" + CHUNKS + of + " AND c.kept > 0",
        line -> {
          expected.put("/notRemoved/kept/0/target", line.getString("table_name"));
          expected.put("/notRemoved/kept/0/records", line.getString("kept"));
          expected.put("/notRemoved/kept/0/basis", line.getString("basis"));
          expected.put("/notRemoved/kept/0/until", line.getString("last_until"));
          expected.put(
              "/notRemoved/kept/0/legalMinimum",
              line.getInt("legal_minimum") == 1 ? "true" : "false");
        });
  }

  interface Rows {
    void accept(ResultSet row) throws SQLException;
  }

  void row(String sql, Rows rows) throws SQLException {
    try (Connection connection = engine.connect(schema);
        ResultSet found = connection.createStatement().executeQuery(sql)) {
      assertThat(found.next()).isTrue();
      rows.accept(found);
      assertThat(found.next()).isFalse();
    }
  }

  private void each(String sql, Rows rows) throws SQLException {
    try (Connection connection = engine.connect(schema);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, run);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.accept(found);
        }
      }
    }
  }

  static String second(Timestamp at) {
    return at.toLocalDateTime().toInstant(ZoneOffset.UTC).toString();
  }

  /** What is about one person is told to the day. */
  static String day(Timestamp at) {
    return date(at) + "T00:00:00Z";
  }

  static String date(Timestamp at) {
    return at.toLocalDateTime().toLocalDate().toString();
  }
}
