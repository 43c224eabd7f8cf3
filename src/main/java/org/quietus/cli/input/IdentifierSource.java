package org.quietus.cli.input;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.quietus.subject.Identifier;
import org.quietus.subject.Identifiers;

/** Reads the identifiers of one person from a file, or from the standard input for {@code -}. */
public final class IdentifierSource {
  private IdentifierSource() {}

  /** Asks for them where somebody types. */
  public static List<Identifier> read(Path from, CommandContext surroundings, PrintWriter err)
      throws IOException {
    boolean standardInput = from.toString().equals("-");
    if (standardInput && surroundings.typed()) {
      err.println("Type one identifier per line, e.g. 'email: …'; end with Ctrl-D.");
      err.flush();
    }
    try (Reader reader =
        new InputStreamReader(
            standardInput ? surroundings.in() : Files.newInputStream(from),
            StandardCharsets.UTF_8)) {
      return Identifiers.read(reader, standardInput ? "standard input" : from.toString());
    }
  }
}
