package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.target.BackupEnd;
import org.quietus.target.HeldBackups;
import org.quietus.testing.ZstdTool;

/** What becomes of files of records, wherever they lie. */
abstract class FileContract {
  static final String EVENTS = "events/2026/02.jsonl.gz";
  private static final String ACCESS = "access/web.jsonl";
  static final String JOB =
      """
      files:
        events:
          of: shop
          in: vault
          objects: "events/**"
          format: jsonl
          from: at
          persons: { customer: { user.email: email, user.id: id, "to[*].email": email } }
          on-erasure: delete
        access:
          of: shop
          in: vault
          objects: "access/**"
          format: jsonl
          from: ts
          records: { keep: P90D, then: delete, because: diagnosis }
          persons: { customer: { mail: email } }
          on-erasure: anonymise
          anonymise: { mail: set-null, ip: { network: 16 }, "seen[*].day": month }
        audit:
          of: shop
          in: vault
          objects: "audit/**"
          format: jsonl
          from: at
          records: { keep: P30D, then: anonymise }
          anonymise: { who: redact }
        calls: { of: shop, in: vault, objects: "calls/**", format: opaque, named-by: [ shop.chat_message.body ] }
      """;

  @TempDir Path directory;
  private Vault vault;
  private Shop shop;

  /** Makes an empty place for files. */
  abstract Vault newVault(Path parent) throws Exception;

  /** Every how many steps a kill is tried. */
  int killsEvery() {
    return 1;
  }

  @BeforeEach
  void open() throws Exception {
    vault = newVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            Files.createDirectory(directory.resolve("shop")), vault.settings(), this::opened, JOB);
  }

  private ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    return Stores.open(settings, clock);
  }

  /** The same store in a job with these files. */
  final void reopen(String files) throws Exception {
    shop.close();
    shop =
        new Shop(
            Files.createTempDirectory(directory, "other"), vault.settings(), this::opened, files);
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  final Shop shop() {
    return shop;
  }

  final Vault vault() {
    return vault;
  }

  final void put(String key, String content) throws Exception {
    vault.put(key, key.endsWith(".gz") ? ShopDump.gzip(content) : content.getBytes(UTF_8));
  }

  final String get(String key) throws Exception {
    return key.endsWith(".gz")
        ? ShopDump.gunzip(vault.get(key))
        : new String(vault.get(key), UTF_8);
  }

  private static final String KEPT =
      """
      {"at":"2026-02-01T10:00:00Z","user":{"email":"ben@example.org","id":2},"n":0}

      { "at" : 1769940000, "user":{ "email":"", "id":null } , "msg":"nobody's" }
      {"at":"2026-03-02T10:00:00Z","user":{"email":"ann@example.org"},"msg":"came back"}\r
      {"at":"2026-02-01T10:00:00Z","user":{"name":"Ann Ado"}}
      """;

  @Test
  void takesThePersonsRecordsOutAndLeavesEveryOtherByte() throws Exception {
    String doomed =
        """
        {"at":"2026-02-01T10:00:00Z","user":{"email":" ANN@example.org","id":"1"}}
        {"user":{"id":1,"email":"ann.before@example.org"},"at":1769940000123}
        {"at":"2026-02-28","to":[{"email":"ann@example.org"}]}
        {"at":1700000001,"user.email":"ann@example.org"}
        """;
    put(EVENTS, doomed + KEPT + doomed.strip());
    put("events/plain", KEPT);
    byte[] untouched = vault.get("events/plain");
    shop.erase();
    assertThat(get(EVENTS)).isEqualTo(KEPT);
    assertThat(vault.get("events/plain")).isEqualTo(untouched);
    assertThat(shop.ends()).containsExactly("events clean 1", "events verified 1");
    assertThat(shop.ledger()).containsExactly("events.(records) delete 8");
    assertThat(shop.reread()).isEmpty();
    assertThat(shop.journalText()).doesNotContain("events/");
    for (byte[] content : vault.contents()) {
      assertThat(new String(content, UTF_8)).doesNotContain("ANN@");
    }
    shop.nextRun();
    shop.erase();
    assertThat(shop.ends()).containsExactly("events clean 2");
  }

  @Test
  void rewritesFilesThatTheRealZstdWroteAndLeavesThoseThatAreCutOrDamaged() throws Exception {
    ZstdTool.required();
    String doomed = "{\"at\":1700000001,\"user\":{\"id\":1}}\n";
    byte[] frames =
        concat(
            ZstdTool.compressed(KEPT.getBytes(UTF_8), "-19"),
            ZstdTool.compressed(doomed.getBytes(UTF_8)),
            ZstdTool.compressed(KEPT.getBytes(UTF_8), "--no-check"));
    byte[] untouched = ZstdTool.compressed(KEPT.getBytes(UTF_8));
    byte[] wrong = frames.clone();
    wrong[wrong.length / 2] ^= 64;
    Map<String, byte[]> bad =
        Map.of(
            "events/cut.jsonl.zst",
            Arrays.copyOf(frames, frames.length - 9),
            "events/wrong.jsonl.zst",
            wrong,
            "events/wide.jsonl.zst",
            ZstdTool.compressed(doomed.getBytes(UTF_8), "--long=28"),
            "events/plain.jsonl.zst",
            doomed.getBytes(UTF_8),
            "events/hidden.jsonl",
            frames,
            "events/other.jsonl",
            new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1, '\n'});
    vault.put("events/good.jsonl.zst", frames);
    vault.put("events/nobody.jsonl.zst", untouched);
    for (Map.Entry<String, byte[]> each : bad.entrySet()) {
      vault.put(each.getKey(), each.getValue());
    }
    shop.erase();
    byte[] rewritten = vault.get("events/good.jsonl.zst");
    assertThat(new String(ZstdTool.decompressed(rewritten), UTF_8)).isEqualTo(KEPT + KEPT);
    assertThat(vault.get("events/nobody.jsonl.zst")).isEqualTo(untouched);
    for (Map.Entry<String, byte[]> each : bad.entrySet()) {
      assertThat(vault.get(each.getKey())).as(each.getKey()).isEqualTo(each.getValue());
    }
    assertThat(shop.ends())
        .containsExactly(
            "events clean 1",
            "events damaged 2",
            "events not-a-dump 1",
            "events unsupported 3",
            "events verified 1");
    assertThat(shop.ledger()).containsExactly("events.(records) delete 1");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("is damaged: the zstd file ends too early"))
        .anyMatch(note -> note.contains("is unsupported: the zstd frame needs a window of more"))
        .anyMatch(note -> note.contains("with zstd, but its name does not end in .zst"))
        .anyMatch(note -> note.contains("compressed with xz; only gzip (.gz) and zstd (.zst)"));
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void leavesAnObjectWithALineThatCannotBeReadAsItIsUntilTheLineIsMended() throws Exception {
    String hers = "{\"at\":1700000001,\"user\":{\"id\":1}}\n";
    String broken = "{\"user\":{\"email\":\"ann@example.org\"\n";
    put(EVENTS, hers + broken + KEPT);
    put("events/other.jsonl", hers + KEPT);
    byte[] before = vault.get(EVENTS);
    shop.erase();
    assertThat(vault.get(EVENTS)).isEqualTo(before);
    assertThat(get("events/other.jsonl")).isEqualTo(KEPT);
    assertThat(shop.ends()).containsExactly("events damaged 1", "events verified 1");
    assertThat(shop.backupEnds()).filteredOn(end -> end.partial() && end.isResidual()).hasSize(1);
    assertThat(shop.ledger()).containsExactly("events.(records) delete 1");
    assertThat(shop.notes())
        .anyMatch(
            note ->
                note.startsWith(
                    "files 'events': object 'events/2026/02.jsonl.gz' is damaged: line 2: not"
                        + " valid JSON; it stays as it is"))
        .noneMatch(note -> note.contains("ann@"));
    put(EVENTS, hers + KEPT);
    shop.nextRun();
    shop.erase();
    assertThat(get(EVENTS)).isEqualTo(KEPT);
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
    for (byte[] content : vault.contents()) {
      assertThat(new String(content, UTF_8)).doesNotContain("\"id\":1}");
    }
  }

  @Test
  void namesWhatIsNoFileOfLinesAtAll() throws Exception {
    put("events/picture.jsonl", "\u0089PNG\r\n\u001a\n");
    shop.erase();
    assertThat(get("events/picture.jsonl")).isEqualTo("\u0089PNG\r\n\u001a\n");
    assertThat(shop.ends()).containsExactly("events damaged 1");
  }

  @Test
  void aHoldKeepsWhatHasOutlivedItsPeriodAndWhoIsNotHeldGoesAllTheSame() throws Exception {
    String old = "{\"ts\":1500000000,\"mail\":\"cid@example.org\"}\n";
    put(ACCESS, old);
    put(EVENTS, "{\"at\":1700000001,\"user\":{\"id\":1}}\n" + KEPT);
    shop.hold(new HeldBackups(true, false, Runnable::run));
    shop.erase();
    assertThat(get(ACCESS)).isEqualTo(old);
    assertThat(get(EVENTS)).isEqualTo(KEPT);
    assertThat(shop.backupEnds())
        .filteredOn(end -> end.set().equals("access"))
        .allMatch(end -> end.protection().orElse("").equals("held"));
    assertThat(shop.notes()).anyMatch(note -> note.contains("stay because of holds"));
    shop.nextRun();
    shop.hold(HeldBackups.NONE);
    shop.erase();
    assertThat(get(ACCESS)).isEmpty();
  }

  @Test
  void namesObjectsWhoseKeyNamesThePerson() throws Exception {
    String hers = "{\"at\":1700000001,\"user\":{\"id\":1}}\n";
    String others = "{\"at\":1700000001,\"user\":{\"id\":2}}\n";
    put("events/Ann@example.org/a.jsonl", hers + others);
    put("events/ann%40example.org.jsonl", others);
    put("events/ben@example.org.jsonl", others);
    shop.erase();
    assertThat(get("events/Ann@example.org/a.jsonl")).isEqualTo(others);
    assertThat(shop.ends()).containsExactly("events clean 1", "events unread-rows 2");
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("its key names somebody who is sought"))
        .noneMatch(note -> note.toLowerCase(Locale.ROOT).contains("ann@example"));
  }

  @Test
  void goesOnAfterAKillBetweenAnyTwoSteps() throws Exception {
    String doomed = "{\"ts\":1500000000}\n";
    for (boolean before : new boolean[] {true, false}) {
      boolean killed = true;
      for (int n = 1; killed; n += killsEvery()) {
        vault.clear();
        put(EVENTS, "{\"at\":1700000001,\"user\":{\"id\":1}}\n" + KEPT);
        put(ACCESS, doomed + "{\"ts\":\"2026-03-01\"}\n" + doomed);
        shop.nextRun();
        shop.killAt(n, before);
        killed = false;
        try {
          shop.erase();
        } catch (Shop.Killed e) {
          killed = true;
          shop.killAt(Integer.MAX_VALUE, false);
          shop.erase();
        }
        assertThat(get(EVENTS)).as("killed at %d", n).isEqualTo(KEPT);
        assertThat(get(ACCESS)).isEqualTo("{\"ts\":\"2026-03-01\"}\n");
        assertThat(shop.ledger())
            .as("killed at %d", n)
            .containsExactly("access.(records) delete 2", "events.(records) delete 1");
        assertThat(vault.keys()).hasSize(2);
      }
    }
  }
}
