package org.quietus.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments, environment and standard streams as UTF-8, whatever the locale: under {@code
 * LC_ALL=C}, as cron sets it, Java 17 takes all but ASCII for unreadable. Linux alone still has the
 * bytes.
 */
final class NativeText {
  private static final Path ARGUMENTS = Path.of("/proc/self/cmdline");
  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");

  private NativeText() {}

  /** Writes UTF-8 from now on. */
  static void writeUtf8() {
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
  }

  static Map<String, String> environment() {
    Map<String, String> given = System.getenv();
    return isWhole(given.values())
        ? given
        : texts(ENVIRONMENT).map(NativeText::variables).orElse(given);
  }

  static String[] arguments(String... given) {
    if (isWhole(List.of(given))) {
      return given;
    }
    return texts(ARGUMENTS)
        .filter(all -> all.size() >= given.length)
        .map(all -> all.subList(all.size() - given.length, all.size()).toArray(String[]::new))
        .orElse(given);
  }

  private static Map<String, String> variables(List<String> texts) {
    Map<String, String> variables = new HashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals > 0) {
        variables.put(text.substring(0, equals), text.substring(equals + 1));
      }
    }
    return variables;
  }

  private static boolean isWhole(Collection<String> texts) {
    return texts.stream().noneMatch(text -> text.indexOf('\uFFFD') >= 0);
  }

  private static Optional<List<String>> texts(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      List<String> texts = Arrays.asList(text.split("\0", -1));
      return Optional.of(texts.subList(0, texts.size() - 1));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
