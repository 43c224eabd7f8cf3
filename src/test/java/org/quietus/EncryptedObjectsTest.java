package org.quietus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** Dumps and files that commands of the job file decrypt and encrypt. */
class EncryptedObjectsTest {
  private static final String SCHEMA = "encrypted";
  private static final int WHO_ASKED = 17;

  /** Exchanges the halves of all bytes, so that it undoes itself. */
  private static final String SWAP = "[ tr, '\\000-\\177\\200-\\377', '\\200-\\377\\000-\\177' ]";

  private static final String ENCRYPTION =
      "encryption: { decrypt: " + SWAP + ", encrypt: " + SWAP + " }";
  private static final String SETS =
      """
      object-stores:
        disk: { url: "${DISK}" }
      backups:
        nightly: { of: shop, in: disk, objects: "nightly/*", format: mysqldump, keep: P90D, on-erasure: rewrite, ENCRYPTION }
      files:
        logs: { of: shop, in: disk, objects: "logs/*", format: jsonl, from: at, persons: { customer: { mail: email } }, on-erasure: delete, ENCRYPTION }
      """
          .replace("ENCRYPTION", ENCRYPTION);
  private static final String LOG =
      """
      {"at":"2026-02-01T00:00:00Z","mail":"c17@example.org"}
      {"at":"2026-02-01T00:00:00Z","mail":"c18@example.org"}
      """;

  @TempDir Path directory;
  @TempDir static Path engines;
  private Path disk;
  private OpenedJob job;

  private static ShopEngine engine() {
    return ShopEngine.h2(engines);
  }

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    disk = directory.resolve("disk");
    Files.createDirectories(disk.resolve("nightly"));
    Files.createDirectories(disk.resolve("logs"));
    open(CrowdedShop.JOB + SETS);
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  private void open(String yaml) throws Exception {
    job =
        new OpenedJob(directory, engine().server(), SCHEMA, yaml)
            .with("DISK", disk.toUri().toString());
  }

  private static byte[] swapped(byte[] content) {
    byte[] other = new byte[content.length];
    for (int n = 0; n < content.length; n++) {
      other[n] = (byte) (content[n] ^ 0x80);
    }
    return other;
  }

  private void put(String name, byte[] content) throws IOException {
    Files.write(disk.resolve(name), swapped(content));
  }

  private byte[] get(String name) throws IOException {
    return swapped(Files.readAllBytes(disk.resolve(name)));
  }

  private void putAll() throws IOException {
    put("nightly/a.sql.gz.gpg", CrowdedShop.gzip(CrowdedShop.text(CrowdedShop.TABLES, id -> true)));
    put("nightly/b.sql", CrowdedShop.text(CrowdedShop.TABLES, id -> id < 100).getBytes(UTF_8));
    put("logs/a.jsonl.age", LOG.getBytes(UTF_8));
  }

  @Test
  void personsAreTakenOutOfWhatIsEncryptedAndItStaysEncrypted() throws Exception {
    putAll();
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    String request = job.request("email: " + CrowdedShop.email(WHO_ASKED));
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(CrowdedShop.gunzip(get("nightly/a.sql.gz.gpg")))
        .isEqualTo(CrowdedShop.text(CrowdedShop.TABLES, id -> id != WHO_ASKED));
    assertThat(new String(get("nightly/b.sql"), UTF_8))
        .isEqualTo(CrowdedShop.text(CrowdedShop.TABLES, id -> id < 100 && id != WHO_ASKED));
    assertThat(new String(get("logs/a.jsonl.age"), UTF_8))
        .isEqualTo(LOG.lines().skip(1).findFirst().orElseThrow() + "\n");
    assertThat(Files.readString(disk.resolve("nightly/b.sql"), ISO_8859_1))
        .doesNotContain("example.org");
    assertThat(job.certificatesOf(request)).isNotEmpty();
  }

  @Test
  void whatCannotBeDecryptedIsNamedAndLeftAndAllElseIsDone() throws Exception {
    putAll();
    String one = "[ sh, -c, 'read -r first; test \"$first\" != x && (echo \"$first\"; cat)' ]";
    open(CrowdedShop.JOB + SETS.replace(SWAP, one).replace("nightly/*", "nightly/*.sql"));
    Files.writeString(disk.resolve("nightly/b.sql"), "x\n");
    Files.writeString(
        disk.resolve("nightly/c.sql"), CrowdedShop.text(CrowdedShop.TABLES, id -> true));
    Files.writeString(disk.resolve("logs/a.jsonl.age"), LOG);
    job.request("email: " + CrowdedShop.email(WHO_ASKED));
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out() + run.err()).contains("'sh' ended with exit code 1");
    assertThat(Files.readString(disk.resolve("nightly/b.sql"))).isEqualTo("x\n");
    assertThat(Files.readString(disk.resolve("nightly/c.sql")))
        .isEqualTo(CrowdedShop.text(CrowdedShop.TABLES, id -> id != WHO_ASKED));
    assertThat(Files.readString(disk.resolve("logs/a.jsonl.age"))).doesNotContain("c17@");
  }

  @Test
  void whatCannotBeDecryptedTakesThePlaceOfNoOlderBackup() throws Exception {
    String one = "[ sh, -c, 'read -r first; test \"$first\" != x && (echo \"$first\"; cat)' ]";
    open(CrowdedShop.JOB + SETS.replace(SWAP, one).replace("P90D", "P30D"));
    String text = CrowdedShop.text(CrowdedShop.TABLES, id -> id != WHO_ASKED);
    Path whole = Files.writeString(disk.resolve("nightly/a.sql"), text);
    Files.setLastModifiedTime(whole, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Path half = Files.writeString(disk.resolve("nightly/b.sql"), "x\n" + text);
    Files.setLastModifiedTime(half, FileTime.from(Instant.parse("2026-02-28T00:00:00Z")));
    job.at("2026-03-01T12:00:00Z").run();
    assertThat(whole).as("the last one that can be restored").exists();
  }

  @Test
  void anEncryptionThatFailsLeavesTheObjectAsItIs() throws Exception {
    putAll();
    byte[] before = Files.readAllBytes(disk.resolve("nightly/b.sql"));
    open(CrowdedShop.JOB + SETS.replace("encrypt: " + SWAP, "encrypt: [ head, -c, '1000' ]"));
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out() + valid.err()).contains("ENCRYPTION-FAILS");
    job.request("email: " + CrowdedShop.email(WHO_ASKED));
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(Files.readAllBytes(disk.resolve("nightly/b.sql"))).isEqualTo(before);
  }

  @Test
  void commandsThatDoNotUndoEachOtherOrAreNotThereAreToldByValidate() throws Exception {
    putAll();
    for (String encrypt : new String[] {"[ cat ]", "[ 'true' ]", "[ no-such-program ]"}) {
      open(CrowdedShop.JOB + SETS.replace("encrypt: " + SWAP, "encrypt: " + encrypt));
      CommandRun valid = job.command("validate");
      assertThat(valid.exitCode()).as(encrypt).isEqualTo(2);
      assertThat(valid.out() + valid.err()).as(encrypt).contains("ENCRYPTION-FAILS");
    }
    open(CrowdedShop.JOB + SETS.replace("format: jsonl", "format: parquet"));
    CommandRun refused = job.command("validate");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out() + refused.err()).contains("ENCRYPTION-OF-FORMAT");
  }
}
