package org.quietus;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One comparison: {@code peer} filters {@code $1} into {@code $2} by the patterns in {@code $3}.
 *
 * @param pack the command that packs {@code $1}
 * @param first of the persons who go
 */
record RewriteCase(
    String name,
    Data data,
    String ending,
    String pack,
    String tables,
    String extra,
    int first,
    int last,
    String peer) {

  /** Makes the content. */
  interface Data {
    void into(RewriteData data, Path file) throws Exception;
  }

  private static final String TABLES =
      """
      CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80)%s);
      """;
  private static final String FLAT =
      TABLES.formatted("")
          + """
          CREATE TABLE visit (id INT NOT NULL PRIMARY KEY, customer_id INT, email VARCHAR(80), page VARCHAR(80), note TEXT, at TIMESTAMP, FOREIGN KEY (customer_id) REFERENCES customer (id));
          """;
  private static final String CHILD =
      "CREATE TABLE %s (id INT NOT NULL PRIMARY KEY, %s_id INT, note TEXT, at TIMESTAMP, FOREIGN"
          + " KEY (%s_id) REFERENCES %s (id));\n";
  private static final String GRAPH =
      TABLES.formatted(", name TEXT")
          + child("orders", "customer")
          + child("line", "orders")
          + child("parcel", "line")
          + child("message", "customer")
          + child("attachment", "message")
          + "CREATE TABLE event (id INT NOT NULL, page VARCHAR(80), note TEXT, at TIMESTAMP);\n";

  private static String child(String table, String up) {
    return CHILD.formatted(table, up, up, up);
  }

  private static final String JOB =
      """
      quietus: 1
      job: bench
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        shop: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: shop.customer, identifiers: { email: email } }
      erasure:
        records: { %s }
      object-stores: { vault: { url: "${VAULT}" } }
      """;
  private static final String BACKUPS =
      """
      backups:
        nightly: { of: shop, in: vault, objects: "nightly/*", format: mysqldump, keep: P90D, on-erasure: rewrite }
      """;
  private static final String FILES =
      """
      files:
        events: { of: shop, in: vault, objects: "nightly/*", format: jsonl, from: at, persons: { customer: { user.email: email, user.id: id } }, on-erasure: delete }
      """;

  private static final String PARQUET = FILES.replace("format: jsonl", "format: parquet");
  private static final String DUCKDB = "java -cp \"$CLASSPATH\" org.quietus.ParquetPeer ";
  private static final String ROWS =
      FILES
          .replace("jsonl", "csv")
          .replace("{ user.email: email, user.id: id }", "{ email: email, user: id }");

  private static final String GZIP = "gzip -6 -c";
  private static final String GZIP_PEER = "zcat \"$1\" | grep -vFf \"$3\" | gzip -6 > \"$2\"";
  static final RewriteCase SCAN =
      new RewriteCase(
          "scan-jsonl-gzip",
          RewriteData::lines,
          ".jsonl.gz",
          GZIP,
          FLAT,
          FILES,
          5000,
          5000,
          "zcat \"$1\" | grep -cFf \"$3\" > \"$2\" || [ $? = 1 ]");
  static final RewriteCase DUMP =
      new RewriteCase(
          "rewrite-mysqldump-gzip",
          RewriteData::flat,
          ".sql.gz",
          GZIP,
          FLAT,
          BACKUPS,
          1,
          1,
          GZIP_PEER);
  static final List<RewriteCase> ALL =
      List.of(
          DUMP,
          new RewriteCase(
              "rewrite-mysqldump-graph",
              RewriteData::graph,
              ".sql.gz",
              GZIP,
              GRAPH,
              BACKUPS,
              1,
              RewriteData.persons(),
              GZIP_PEER),
          new RewriteCase(
              "rewrite-mysqldump-plain",
              RewriteData::flat,
              ".sql",
              "cat",
              FLAT,
              BACKUPS,
              1,
              1,
              "grep -vFf \"$3\" \"$1\" > \"$2\""),
          new RewriteCase(
              "rewrite-jsonl-gzip",
              RewriteData::lines,
              ".jsonl.gz",
              GZIP,
              FLAT,
              FILES,
              1,
              1,
              GZIP_PEER),
          new RewriteCase(
              "rewrite-csv-gzip", RewriteData::rows, ".csv.gz", GZIP, FLAT, ROWS, 1, 1, GZIP_PEER),
          new RewriteCase(
              "rewrite-jsonl-zstd",
              RewriteData::lines,
              ".jsonl.zst",
              "zstd -q -3 -c",
              FLAT,
              FILES,
              1,
              1,
              "zstd -dc \"$1\" | grep -vFf \"$3\" | zstd -q -3 > \"$2\""),
          new RewriteCase(
              "rewrite-parquet",
              ParquetPeer::rows,
              ".parquet",
              DUCKDB + "make \"$1\" \"$2.made\" && bash -c 'cat \"$0\"' \"$2.made\"",
              FLAT,
              PARQUET,
              1,
              1,
              DUCKDB + "filter \"$1\" \"$2\""),
          SCAN);

  static RewriteCase named(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** The job file; every table of the graph loses its rows. */
  String jobFile() {
    List<String> names =
        tables.equals(GRAPH)
            ? List.of("customer", "orders", "line", "parcel", "message", "attachment")
            : List.of("customer", "visit");
    return JOB.formatted(
            names.stream()
                .map(table -> "shop." + table + ": { then: delete }")
                .collect(Collectors.joining(", ")))
        + extra;
  }
}
