package org.quietus.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory that dumps of the databases lie in. */
final class Vault {
  private static final String OF_CLUB = ".club";

  private final Path directory;
  private final boolean keyed;
  private Optional<DumpText> last = Optional.empty();

  /** With a column that is computed from the address of a customer, or without. */
  Vault(Path directory, boolean keyed) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.keyed = keyed;
  }

  Path directory() {
    return directory;
  }

  /**
   * Writes a dump of what is there, in mysqldump's form.
   *
   * @param twice whether the one before stands in front of it, in the same file
   */
  Dump dump(Life life, Instant now, DumpText.Names names, boolean twice) throws IOException {
    DumpText text = DumpText.of(life, names, keyed);
    List<DumpText> all = new ArrayList<>();
    last.filter(before -> twice && !before.givesNumbersAgain(text)).ifPresent(all::add);
    all.add(text);
    last = Optional.of(text);
    return write(key(now) + ".sql", now, all);
  }

  /** Writes a dump of the club. */
  Dump dumpOfClub(Life life, Instant now) throws IOException {
    return write(key(now) + OF_CLUB, now, List.of(DumpText.ofClub(life)));
  }

  /** Of which database the dump with a key is. */
  static String database(String key) {
    return key.endsWith(OF_CLUB) ? "club" : "life";
  }

  private static String key(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
  }

  private Dump write(String key, Instant now, List<DumpText> all) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve(key), String.join("", all.stream().map(DumpText::sql).toList()));
    Files.setLastModifiedTime(file, FileTime.from(now));
    return new Dump(key, now, all.stream().flatMap(one -> one.accounts().stream()).toList());
  }

  /** The keys of the dumps that are there. */
  List<String> keys() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sql") || name.endsWith(OF_CLUB))
          .sorted()
          .toList();
    }
  }

  String text(Dump dump) throws IOException {
    return Files.readString(directory.resolve(dump.key()));
  }
}
