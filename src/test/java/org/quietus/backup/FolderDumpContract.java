package org.quietus.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.dump.Codecs;
import org.quietus.backup.set.Stores;
import org.quietus.target.BackupEnd;

/** Persons are taken out of a folder in which a dump lies, or the whole folder stays. */
abstract class FolderDumpContract {
  @TempDir Path directory;
  Vault vault;
  Shop shop;

  /** What the job file says of logs that are replayed on dumps. */
  String pitr = ", pitr: none";

  private String onErasure = "rewrite";
  private int generations;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    open("nightly/**");
  }

  /** A shop of whose dumps some objects are a set. */
  final void open(String objects) throws Exception {
    shop =
        new Shop(
            Files.createTempDirectory(directory, "shop"),
            vault.settings(),
            Stores::open,
            job ->
                job.replaceFirst(
                        "nightly/\\*\\*.sql\\*\", format: mysqldump",
                        objects + "\", format: " + format() + pitr)
                    .replaceFirst("on-erasure: rewrite", "on-erasure: " + onErasure)
                    .replaceFirst("keep-generations: 0", "keep-generations: " + generations),
            List.of());
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  /** As the job file calls it. */
  abstract String format();

  /** A dump as the tools write it, by the names of its files. */
  abstract Map<String, String> files(ShopDump dump);

  /** The same files of another database; of a dump that says which it is of. */
  Map<String, String> of(String database, Map<String, String> files) {
    Map<String, String> others = new LinkedHashMap<>();
    files.forEach(
        (name, text) ->
            others.put(
                name.replaceFirst("^shop", database), text.replaceAll("\\bshop\\b", database)));
    return others;
  }

  final Map<String, String> before() {
    return new LinkedHashMap<>(files(ShopDump.ofTheDatabase()));
  }

  final void put(Map<String, String> files) throws Exception {
    put("nightly/1/", files);
  }

  private void put(String folder, Map<String, String> files) throws Exception {
    for (Map.Entry<String, String> file : files.entrySet()) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      try (OutputStream out = Codecs.of(file.getKey()).encode(content)) {
        out.write(file.getValue().getBytes(charset(file.getKey())));
      }
      vault.put(folder + file.getKey(), content.toByteArray());
    }
  }

  /** Of files that are not text, each byte is a character. */
  private static Charset charset(String name) {
    return name.endsWith(".idx") ? ISO_8859_1 : UTF_8;
  }

  final Map<String, String> stored(Map<String, String> like) throws Exception {
    return stored("nightly/1/", like);
  }

  private Map<String, String> stored(String folder, Map<String, String> like) throws Exception {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : like.keySet()) {
      byte[] stored = vault.get(folder + name);
      try (InputStream in = Codecs.of(name).decode(new ByteArrayInputStream(stored))) {
        files.put(name, new String(in.readAllBytes(), charset(name)));
      }
    }
    return files;
  }

  @Test
  void thePersonGoesFromEveryFileAndNothingElseDoes() throws Exception {
    put(before());

    shop.erase();

    Map<String, String> after = files(ShopDump.ofTheDatabase().withoutAnn());
    assertThat(stored(after)).isEqualTo(after);
    assertThat(shop.notes()).isEmpty();
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
    assertThat(shop.ends()).anyMatch(end -> end.startsWith("nightly verified"));
    assertThat(shop.reread()).isEmpty();
  }

  /** A service beside the shop may have tables of the same names, and customers of its own. */
  @Test
  void aFolderOfAnotherDatabaseInTheSetIsNotReadAsTheShops() throws Exception {
    put(of("shop", before()));
    Map<String, String> other = of("rental", before());
    put("nightly/2/", other);

    shop.erase();

    Map<String, String> after = of("shop", files(ShopDump.ofTheDatabase().withoutAnn()));
    assertThat(stored(after)).isEqualTo(after);
    assertThat(stored("nightly/2/", other)).isEqualTo(other);
    assertThat(shop.notes()).anyMatch(note -> note.contains("it is of the database 'rental', and"));
    assertThat(shop.ends()).anyMatch(end -> end.startsWith("nightly unmatched-schema"));
  }

  @Test
  void theNewestFolderOfEachDatabaseStays() throws Exception {
    shop.close();
    generations = 1;
    open("nightly/**");
    Map<String, String> own = of("shop", before());
    Map<String, String> other = of("rental", before());
    Instant old = Shop.ERASED.minus(Duration.ofDays(200));
    for (int n = 1; n <= 2; n++) {
      madeAt("nightly/a-" + n + "/", own, old.plus(Duration.ofDays(n)));
      madeAt("nightly/b-" + n + "/", other, old.plus(Duration.ofDays(10 + n)));
    }

    shop.expire();

    assertThat(vault.keys().stream().map(key -> key.replaceFirst("/[^/]*$", "")).distinct())
        .containsExactly("nightly/a-2", "nightly/b-2");
    assertThat(vault.keys()).hasSize(own.size() + other.size());
  }

  /** As a store that answers no more, or a run that is abandoned, leaves a folder. */
  @Test
  void whatARunHasWrittenOnlyAPartOfIsFinishedByTheNext() throws Exception {
    Map<String, String> after = files(ShopDump.ofTheDatabase().withoutAnn());
    put(before());
    shop.erase();
    Map<String, String> others = before();
    others.keySet().removeIf(FolderDumpContract::hasChats);
    assertThat(others).hasSizeLessThan(after.size());
    put(others);
    shop.jdbc().update("DELETE FROM quietus.screened");
    shop.nextRun();

    shop.erase();

    assertThat(shop.notes())
        .allMatch(note -> note.contains("see whether one of them is missing before"));
    assertThat(stored(after)).isEqualTo(after);
    assertThat(shop.backupEnds()).noneMatch(BackupEnd::partial);
  }

  static boolean hasChats(String name) {
    return name.matches(".*chat_message.*(tsv|txt|\\d\\.sql)(\\.\\w+)?") && !name.endsWith(".idx");
  }

  @Test
  void aFileOfAnotherDumpIsNamed() throws Exception {
    Map<String, String> files = before();
    put(files);
    Path older = directory.resolve("store/nightly/1/" + files.keySet().iterator().next());
    Files.setLastModifiedTime(
        older,
        FileTime.from(Files.getLastModifiedTime(older).toInstant().minus(Duration.ofHours(25))));

    shop.erase();

    assertThat(stored(files)).isEqualTo(files);
    assertThat(shop.notes()).anyMatch(note -> note.contains("more than a day apart"));
    assertThat(shop.ends())
        .containsExactlyInAnyOrder(
            "nightly incomplete " + (files.size() - 1), "nightly unsupported 1");
  }

  /** Whatever lies beside those files may hold the rows that they are about, or their numbers. */
  @Test
  void aSetThatLeavesOutFilesOfADumpIsNamed() throws Exception {
    Map<String, String> files = before();
    String some = format().equals("mysql-shell") ? "nightly/**@**" : "nightly/**.sql";
    shop.close();
    open(some);
    staysAsItIs(files, "which no set of the job covers");
  }

  /** Of a folder that has lost a part nobody could restore what was in that. */
  final void takesThePlaceOfNoOlderOne(Map<String, String> lacking, String why) throws Exception {
    shop.close();
    onErasure = "at-refresh";
    open("nightly/**");
    shop.annErasedEarlier();
    Map<String, String> whole = before();
    Instant later = Shop.ERASED.plus(Duration.ofDays(1));
    madeAt("nightly/1/", whole, Shop.ERASED.minus(Duration.ofDays(1)));
    madeAt("nightly/2/", lacking, later);
    shop.at(later.plus(Duration.ofDays(1)));

    shop.expire();

    assertThat(shop.ends()).containsExactly("nightly unexpired " + (whole.size() + lacking.size()));
    assertThat(shop.notes())
        .anyMatch(note -> note.contains("takes the place of no older one") && note.contains(why));

    madeAt("nightly/2/", whole, later);
    shop.nextRun();
    shop.expire();

    assertThat(shop.ends())
        .containsExactly("nightly expired " + whole.size(), "nightly unexpired " + whole.size());
  }

  private void madeAt(String folder, Map<String, String> files, Instant moment) throws Exception {
    put(folder, files);
    for (String name : files.keySet()) {
      Path file = directory.resolve("store").resolve(folder + name);
      Files.setLastModifiedTime(file, FileTime.from(moment));
    }
  }

  /** Logs that go on from a dump need the rows that they change. */
  final void staysUnlessLogsAreNeverReplayed(Map<String, String> positioned) throws Exception {
    shop.close();
    pitr = "";
    open("nightly/**");
    staysAsItIs(positioned, "from which position binary logs go on");
    assertThat(shop.ends()).anyMatch(end -> end.startsWith("nightly unsupported"));
  }

  final void staysAsItIs(Map<String, String> files, String why) throws Exception {
    put(files);

    shop.erase();

    assertThat(stored(files)).isEqualTo(files);
    assertThat(shop.notes()).anyMatch(note -> note.contains(why));
    assertThat(shop.backupEnds()).anyMatch(BackupEnd::partial);
    assertThat(shop.ends()).noneMatch(end -> end.contains("verified"));
    assertThat(shop.notes()).noneMatch(note -> note.contains("ann@"));
  }
}
