package org.quietus.cli.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.job.CannotRun;
import org.quietus.job.Refusal;
import org.quietus.report.text.Resource;
import org.quietus.request.SealingKey;
import org.quietus.subject.TokenKeys;

/** Everything that the demo makes, under one directory; each part appears whole, once. */
public final class DemoDirectory {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private final Path given;
  private final Path root;

  /** {@code given} is how the user calls the directory, and how messages call it. */
  public DemoDirectory(Path given) {
    this.given = given;
    this.root = given.toAbsolutePath().normalize();
    if (root.toString().contains(";") || root.toString().contains("${")) {
      throw new Refusal("the path of the demo's directory may contain neither ';' nor '${'");
    }
  }

  /**
   * Keeps other demos out of the directory until the channel is closed.
   *
   * @throws CannotRun if another one is at work there
   */
  public FileChannel hold() throws IOException {
    Files.createDirectories(root);
    FileChannel lock =
        FileChannel.open(
            root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw CannotRun.locked("shop");
    }
    return lock;
  }

  /** Makes what is not there yet. */
  public void prepare(Clock clock) throws IOException, SQLException {
    Files.createDirectories(root);
    LocalDate today = LocalDate.now(clock.withZone(ZONE));
    shop().prepare(today);
    dumpTheLastNights(today);
    for (SigningKeys.Use use : SigningKeys.Use.values()) {
      if (!use.existsIn(keys())) {
        SigningKeys.generate(keys(), use);
      }
    }
    SealingKey.generate(keys());
    new TokenKeys(keys()).generate();
    writeOnce("erased-persons.txt", String.join("\n", DemoPeople.searchTerms()) + "\n");
    writeOnce("shop.yaml", jobFile());
  }

  /** Two nightly dumps of the shop as it is; each appears whole, once. */
  private void dumpTheLastNights(LocalDate today) throws IOException, SQLException {
    Path nightly = Files.createDirectories(objects().resolve("nightly"));
    if (Files.exists(root.resolve(".dumped"))) {
      return;
    }
    for (int nights = 1; nights >= 0; nights--) {
      LocalDate night = today.minusDays(nights);
      Path unfinished = root.resolve("dump.unfinished");
      shop().dump(unfinished, night.atTime(2, 0).atZone(ZONE));
      Files.move(
          unfinished, nightly.resolve("shop-" + night + ".sql.gz"), StandardCopyOption.ATOMIC_MOVE);
    }
    writeOnce(".dumped", "the dumps were made\n");
  }

  /** Where the dumps lie, as the user would name it. */
  Path dumps() {
    return given.resolve("objects");
  }

  private Path objects() {
    return root.resolve("objects");
  }

  public DemoShop shop() {
    return new DemoShop(root);
  }

  /** The job file as the user would name it. */
  public Path job() {
    return given.resolve("shop.yaml");
  }

  /** The file of those who ask, as the user would name it. */
  Path personsFile() {
    return given.resolve("erased-persons.txt");
  }

  Path keys() {
    return root.resolve("keys");
  }

  /**
   * How many requests the job had before the demo added its own: {@code now} when asked for the
   * first time, the same ever after.
   */
  public int requestsBefore(int now) throws IOException {
    writeOnce(".requests-before", now + "\n");
    return Integer.parseInt(Files.readString(root.resolve(".requests-before")).strip());
  }

  private String jobFile() {
    return Resource.text("/jobs/shop.yaml")
        .replaceFirst("(?s)^.*?(?=quietus: 1)", "# The demo's job file.\n")
        .replace("${SHOP_URL}", quoted(shop().url()))
        .replace("${SHOP_EVIDENCE}", quoted(root.resolve("evidence").toUri().toString()))
        .replace("${SHOP_KEYS}", quoted(keys().toString()))
        .replace("${SHOP_BACKUPS}", quoted(root.resolve("objects").toUri().toString()));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private void writeOnce(String name, String text) throws IOException {
    Path file = root.resolve(name);
    if (Files.notExists(file)) {
      Path unfinished = root.resolve(name + ".unfinished");
      Files.writeString(unfinished, text, StandardCharsets.UTF_8);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public String toString() {
    return given.toString();
  }
}
