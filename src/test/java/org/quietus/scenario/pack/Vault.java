package org.quietus.scenario.pack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The directory of a pack's backups and files. */
record Vault(Path directory) {
  /** The keys below a folder, without what hides. */
  List<String> keys(String folder) {
    Path below = directory.resolve(folder);
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(below)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .filter(key -> !key.contains("/."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The words that stand in an object. */
  Set<String> words(String key) throws IOException {
    byte[] content = Files.readAllBytes(directory.resolve(key));
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      Matcher found = Fact.WORD.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      Set<String> words = new TreeSet<>();
      while (found.find()) {
        words.add(found.group());
      }
      return words;
    }
  }

  void put(String key, String text, boolean gzip, Instant made) throws IOException {
    Path file = directory.resolve(key);
    Files.createDirectories(file.getParent());
    if (gzip) {
      try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
    } else {
      Files.writeString(file, text);
    }
    Files.setLastModifiedTime(file, FileTime.from(made));
  }
}
