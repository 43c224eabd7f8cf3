package org.quietus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.Servers;

/**
 * A dump of the variants' schema in a form that its seed chooses: by the real program with some of
 * its options, or as other tools write it.
 *
 * @param lossy whether it cannot hold every letter
 */
record DumpVariant(long seed, String form, byte[] content, boolean lossy, boolean zipped) {
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

  static DumpVariant of(long seed) throws Exception {
    Random random = new Random(seed);
    if (random.nextInt(3) == 0) {
      try (Connection connection = Servers.mariaDb().connect(VariantShop.SCHEMA)) {
        DumpWriter writer = new DumpWriter(connection, VariantShop.SCHEMA, random);
        return finished(seed, "written " + writer.habits(), writer.dump(), false, random);
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
    byte[] dump = MariaDbPrograms.dump(arguments.toArray(String[]::new));
    return finished(seed, form, dump, lossy, random);
  }

  private static DumpVariant finished(
      long seed, String form, byte[] dump, boolean lossy, Random random) {
    String text = new String(dump, ISO_8859_1);
    String told = form;
    if (random.nextInt(4) == 0) {
      text = text.replace("/*M!999999\\-", "/*!999999\\-");
      told += " old-sandbox";
    }
    if (random.nextInt(5) == 0 && !form.contains("--databases")) {
      text += text;
      told += " twice";
    }
    boolean zipped = random.nextInt(3) == 0;
    return new DumpVariant(
        seed, told + (zipped ? " gzip" : ""), text.getBytes(ISO_8859_1), lossy, zipped);
  }

  /** Its name in the store. */
  String key() {
    return "s%d/shop.sql%s".formatted(seed, zipped ? ".gz" : "");
  }

  /** As it is stored; of several members, if it is compressed. */
  byte[] stored() {
    if (!zipped) {
      return content;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int half = content.length / 2;
    for (int from : new int[] {0, half}) {
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(content, from, from == 0 ? half : content.length - half);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes.toByteArray();
  }
}
