package org.quietus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.dump.Codecs;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.MariaDbServer;
import org.quietus.testing.MydumperTool;
import org.quietus.testing.Servers;
import org.quietus.testing.ShellFolder;
import org.quietus.testing.ShellFolderRows;
import org.quietus.testing.TableRows;

/**
 * What real tools wrote into a folder, a file or more for each table, is restored after a run: the
 * person is not in it, and everybody else as in the database.
 */
@EnabledIfServer(value = "mariadb", because = "it is about its tools")
class FolderDumpRestoreTest {
  private static final String SCHEMA = "folders";

  private static final String TABLES =
      """
      CREATE TABLE address (id BIGINT PRIMARY KEY, street VARCHAR(100) CHARACTER SET latin1);
      CREATE TABLE customer (id BIGINT PRIMARY KEY, full_name VARCHAR(100), email VARCHAR(200), phone VARCHAR(40),
        address_id BIGINT, created_at TIMESTAMP NULL, picture BLOB, paid DECIMAL(10,2), rate DOUBLE, active BIT(1), born DATE,
        lower_email VARCHAR(200) GENERATED ALWAYS AS (LOWER(email)) STORED, doc JSON,
        CONSTRAINT lives FOREIGN KEY (address_id) REFERENCES address (id));
      CREATE TABLE orders (id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL,
        CONSTRAINT of FOREIGN KEY (customer_id) REFERENCES customer (id));
      CREATE TABLE visit (id BIGINT PRIMARY KEY, customer_id BIGINT, page VARCHAR(200), upper_page VARCHAR(200)
        GENERATED ALWAYS AS (UPPER(page)) STORED, gone DATETIME,
        CONSTRAINT by_whom FOREIGN KEY (customer_id) REFERENCES customer (id));
      CREATE TABLE nothing (id BIGINT PRIMARY KEY);
      CREATE VIEW z_addresses AS SELECT id FROM customer;
      INSERT INTO address VALUES (1, 'a\\tb\\\\c\\nd'), (2, 'Gr\u00fcn \\'x\\' "y"'), (3, '');
      INSERT INTO customer (id, full_name, email, phone, address_id, created_at, picture, paid, rate, active, born, doc) VALUES
        (1, 'Ann \u00c4do', 'Ann@example.org', '+49 1', 1, '2020-01-01 00:00:00', x'00010a0d09275c22ff', 12.50, 1.5e100, 1, '1980-02-03', '{"a": "\\\\"b\\\\""}'),
        (2, 'Ben "x" ''y'' \u4e2d', 'ben@example.org', NULL, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (3, '\\\\N', 'c\\t@\\nx\\r', '', 3, '2021-02-03 04:05:06', '', 0, -0.1, 0, '2000-01-01', '[1]');
      INSERT INTO orders VALUES (1, 1), (2, 2), (3, 3), (4, 1);
      INSERT INTO visit (id, customer_id, page) VALUES (1, 1, 'ann\\'s'), (2, 2, 'b\\tn'), (3, 1, 'ann\\\\');
      """;

  private static final String JOB =
      """
      quietus: 1
      job: folders
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: phone }
          created: created_at
          owns: [ "crm.customer.address_id -> crm.address.id" ]
      anonymise:
        crm.visit: { mark: gone, with: { customer_id: set-null, page: { fixed: "it's \\\\ \\tgone" } } }
      erasure:
        records:
          crm.customer: { then: delete }
          crm.address: { then: delete }
          crm.orders: { then: delete }
          crm.visit: { then: anonymise }
      object-stores: { disk: { url: "${DISK}" } }
      backups:
        nightly: { of: crm, in: disk, objects: "**", format: FORMAT, keep: P90D, on-erasure: rewrite, pitr: none }
      """;

  @TempDir Path directory;
  private final MariaDbServer server = Servers.mariaDb();
  private Path disk;

  @BeforeEach
  void fill() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    server.createSchema(SCHEMA);
    try (Connection connection = server.connect("")) {
      connection.createStatement().execute("DROP DATABASE IF EXISTS quietus");
    }
    MariaDbPrograms.execute(TABLES.getBytes(UTF_8), "--default-character-set=utf8mb4", SCHEMA);
  }

  @Test
  void whatTabWroteIsLoadedAgain() throws Exception {
    Path folder = Files.createDirectory(disk.resolve("monday"));
    folder.toFile().setWritable(true, false); // by the server
    MariaDbPrograms.dump("--tab=" + folder, SCHEMA);

    run("mysqldump-tab");

    Map<String, List<String>> live = rows();
    server.createSchema(SCHEMA);
    List<Path> structures = files(folder, ".sql");
    for (Path structure : structures) {
      MariaDbPrograms.execute(
          sql("SET FOREIGN_KEY_CHECKS=0;\n", Files.readAllBytes(structure)), SCHEMA);
    }
    for (Path rows : files(folder, ".txt")) {
      String table = rows.getFileName().toString().replace(".txt", "");
      String load =
          "SET FOREIGN_KEY_CHECKS=0; SET TIME_ZONE='+00:00'; LOAD DATA LOCAL INFILE '%s' INTO TABLE `%s` CHARACTER SET binary;"
              .formatted(rows, table);
      MariaDbPrograms.execute(load.getBytes(UTF_8), "--local-infile=1", SCHEMA);
    }
    assertThat(rows()).isEqualTo(live);
  }

  @Test
  void whatMydumperWroteIsLoadedAgain() throws Exception {
    MydumperTool.required();
    Path folder = disk.resolve("monday");
    MydumperTool.dump(server, SCHEMA, folder, "--rows=2", "--compress");

    run("mydumper");

    Map<String, List<String>> live = rows();
    server.createSchema(SCHEMA);
    MydumperTool.load(server, SCHEMA, folder);
    assertThat(rows()).isEqualTo(live);
  }

  /** MySQL Shell itself is not here: the folder is written, and loaded, by the rules of its own. */
  @Test
  void whatMySqlShellWritesIsLoadedAgain() throws Exception {
    Path folder = Files.createDirectory(disk.resolve("monday"));
    Map<String, String> coded = Map.of("picture", "FROM_BASE64", "active", "FROM_BASE64");
    ShellFolder shell = new ShellFolder(SCHEMA, ".zst");
    List<String> tables = List.of("address", "customer", "orders", "visit", "nothing");
    try (Connection connection = server.connect(SCHEMA)) {
      connection.createStatement().execute("SET time_zone = '+00:00'");
      for (String table : tables) {
        ShellFolderRows.add(shell, connection, table, coded);
      }
      String view = ShellFolderRows.definition(connection, "z_addresses");
      shell.view("z_addresses", view, "id");
    }
    for (Map.Entry<String, byte[]> file : shell.files().entrySet()) {
      try (OutputStream out =
          Codecs.of(file.getKey()).encode(Files.newOutputStream(folder.resolve(file.getKey())))) {
        out.write(file.getValue());
      }
    }

    run("mysql-shell");

    Map<String, List<String>> live = rows();
    server.createSchema(SCHEMA);
    StringBuilder load = new StringBuilder(ShellFolderRows.SESSION);
    for (String table : tables) {
      String base = SCHEMA + "@" + table;
      load.append(Files.readString(folder.resolve(base + ".sql")));
      for (int part = 0; part < 2; part++) {
        Path rows = folder.resolve(base + (part == 0 ? "@0" : "@@1") + ".tsv.zst");
        Path plain = directory.resolve(base + part);
        try (InputStream in = Codecs.of(rows.toString()).decode(Files.newInputStream(rows))) {
          Files.copy(in, plain);
        }
        long length = Files.size(plain);
        assertThat(Files.readString(folder.resolve("@.done.json")))
            .contains("\"%s\": %d".formatted(rows.getFileName(), length));
        byte[] index = Files.readAllBytes(folder.resolve(rows.getFileName() + ".idx"));
        assertThat(index).isEqualTo(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
        load.append(ShellFolderRows.load(folder, base, plain));
      }
    }
    load.append(Files.readString(folder.resolve(SCHEMA + "@z_addresses.pre.sql")));
    load.append(Files.readString(folder.resolve(SCHEMA + "@z_addresses.sql")));
    MariaDbPrograms.execute(load.toString().getBytes(UTF_8), "--local-infile=1", SCHEMA);
    assertThat(rows()).isEqualTo(live);
  }

  /** Erases Ann, who is in the folder before and not after it. */
  private void run(String format) throws Exception {
    assertThat(text()).contains("Ann@example.org");
    OpenedJob job =
        new OpenedJob(directory, server, SCHEMA, JOB.replace("FORMAT", format))
            .with("DISK", disk.toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    String request = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(job.certificatesOf(request)).hasSize(1);
    assertThat(text())
        .doesNotContain("ann@", "Ann@", "ann's", "ann\\'s", "ANN'S")
        .contains("ben@example.org");
    assertThat(rows().get("customer")).hasSize(2);
  }

  private static byte[] sql(String before, byte[] rest) {
    byte[] all = new byte[before.length() + rest.length];
    System.arraycopy(before.getBytes(UTF_8), 0, all, 0, before.length());
    System.arraycopy(rest, 0, all, before.length(), rest.length);
    return all;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** Of all files of the dump. */
  private String text() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(disk)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream raw = Files.newInputStream(file);
            InputStream content = Codecs.of(file.toString()).decode(raw)) {
          text.append(new String(content.readAllBytes(), ISO_8859_1));
        }
      }
    }
    return text.toString();
  }

  private Map<String, List<String>> rows() throws Exception {
    try (Connection connection = server.connect(SCHEMA)) {
      connection.createStatement().execute("SET time_zone = '+00:00'");
      return TableRows.of(connection, SCHEMA);
    }
  }
}
