package org.quietus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.Servers;
import org.quietus.testing.ZstdTool;

/**
 * A dump of the variants' schema in a form that its seed chooses: by the real program with some of
 * its options, or as other tools write it.
 *
 * @param files by the names of their tables, where each has one of its own
 * @param lossy whether it cannot hold every letter
 */
record DumpVariant(
    long seed, String form, Map<String, byte[]> files, boolean lossy, Packing packing) {

  /** How files are compressed. */
  enum Packing {
    PLAIN(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private final String ending;

    Packing(String ending) {
      this.ending = ending;
    }
  }

  private static final List<List<String>> OPTIONS =
      List.of(
          List.of(
              "",
              "--skip-extended-insert",
              "--skip-opt --add-drop-table",
              "--compact --add-drop-table --skip-tz-utc"),
          List.of("", "--complete-insert"),
          List.of("", "--hex-blob"),
          List.of("", "", "--skip-tz-utc"),
          List.of("", "", "--default-character-set=latin1", "--default-character-set=utf8mb3"),
          List.of("", "", "--skip-quote-names"),
          List.of("", "", "--databases"),
          List.of("", "--replace", "--insert-ignore"),
          List.of("", "--single-transaction", "--no-autocommit"),
          List.of("", "--order-by-primary"),
          List.of("", "--skip-comments", "--skip-dump-date"),
          List.of("", "", "--skip-set-charset"),
          List.of("", "--routines --events"),
          List.of("", "--skip-triggers"),
          List.of("", "--skip-disable-keys --skip-add-locks"),
          List.of("", "--net-buffer-length=4096"));

  /** {@code older} is a plain dump of an earlier day. */
  static DumpVariant of(long seed, byte[] older) throws Exception {
    Random random = new Random(seed);
    if (random.nextInt(3) == 0) {
      try (Connection connection = Servers.mariaDb().connect(VariantShop.SCHEMA)) {
        DumpWriter writer = new DumpWriter(connection, VariantShop.SCHEMA, random);
        return finished(
            seed,
            "written " + writer.habits(),
            Map.of("shop", writer.dump()),
            false,
            new byte[0],
            random);
      }
    }
    List<String> arguments = new ArrayList<>();
    for (List<String> choices : OPTIONS) {
      String chosen = choices.get(random.nextInt(choices.size()));
      if (!chosen.isEmpty()) {
        arguments.addAll(List.of(chosen.split(" ")));
      }
    }
    boolean lossy =
        arguments.contains("--default-character-set=latin1")
            || arguments.contains("--default-character-set=utf8mb3");
    if (lossy) {
      // else the dump does not say in which character set it is, and is refused
      arguments.remove("--skip-set-charset");
      arguments.removeIf(option -> option.matches("--compact|--skip-opt"));
    }
    String form = String.join(" ", arguments);
    arguments.add(VariantShop.SCHEMA);
    if (random.nextInt(5) == 0 && !arguments.contains("--databases")) {
      Map<String, byte[]> files = new TreeMap<>();
      for (String table : VariantShop.TABLES) {
        List<String> ofTable = new ArrayList<>(arguments);
        ofTable.add(table);
        files.put(table, MariaDbPrograms.dump(ofTable.toArray(String[]::new)));
      }
      return finished(seed, form + " a file for each table", files, lossy, new byte[0], random);
    }
    Map<String, byte[]> whole =
        Map.of("shop", MariaDbPrograms.dump(arguments.toArray(String[]::new)));
    boolean replaces = !arguments.contains("--databases") && !arguments.contains("--compact");
    return finished(seed, form, whole, lossy, replaces ? older : new byte[0], random);
  }

  private static DumpVariant finished(
      long seed,
      String form,
      Map<String, byte[]> files,
      boolean lossy,
      byte[] older,
      Random random) {
    boolean sandbox = random.nextInt(4) == 0;
    boolean twice = random.nextInt(5) == 0 && !form.contains("--databases") && files.size() == 1;
    boolean behind = twice && older.length > 0 && random.nextBoolean();
    Packing packing =
        switch ((int) (seed % 3)) {
          case 0 -> ZstdTool.isThere() ? Packing.ZSTD : Packing.GZIP;
          case 1 -> Packing.GZIP;
          default -> Packing.PLAIN;
        };
    Map<String, byte[]> written = new TreeMap<>();
    files.forEach(
        (name, dump) -> {
          String text = new String(dump, ISO_8859_1);
          text = sandbox ? text.replace("/*M!999999\\-", "/*!999999\\-") : text;
          text = behind ? new String(older, ISO_8859_1) + text : twice ? text + text : text;
          written.put(name, text.getBytes(ISO_8859_1));
        });
    String told =
        form
            + (sandbox ? " old-sandbox" : "")
            + (behind ? " behind an older one" : twice ? " twice" : "")
            + (packing == Packing.PLAIN ? "" : " " + packing);
    return new DumpVariant(seed, told, written, lossy, packing);
  }

  /** All of it, to be restored. */
  byte[] content() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    files.values().forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** The name of a file in the store. */
  String key(String name) {
    return "s%d/%s.sql%s".formatted(seed, name, packing.ending);
  }

  /** A file as it is stored; of several members or frames, if it is compressed. */
  byte[] stored(String name) {
    byte[] content = files.getOrDefault(name, new byte[0]);
    if (packing == Packing.PLAIN) {
      return content;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int half = content.length / 2;
    for (byte[] part :
        List.of(Arrays.copyOf(content, half), Arrays.copyOfRange(content, half, content.length))) {
      bytes.writeBytes(packing == Packing.ZSTD ? ZstdTool.compressed(part) : gzip(part));
    }
    return bytes.toByteArray();
  }

  /** What a file holds, as the real program says; a gzip file as the JDK does. */
  byte[] content(byte[] stored) throws IOException {
    return switch (packing) {
      case PLAIN -> stored;
      case ZSTD -> ZstdTool.decompressed(stored);
      case GZIP -> {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
          yield in.readAllBytes();
        }
      }
    };
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
