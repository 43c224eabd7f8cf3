package org.quietus.format.pgdump;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;

/** The commands of psql that dumps hold: which database follows, and which commands it may hold. */
final class PsqlCommands {
  private static final Pattern COMMAND =
      Pattern.compile("\\\\(?<name>\\S*)\\s*(?<argument>.*?)\\s*", Pattern.DOTALL);

  /** A name, or the text that names what cannot stand alone. */
  private static final Pattern DATABASE =
      Pattern.compile(
          "(?<plain>[\\w.-]+)"
              + "|(?<text>-reuse-previous=on \"dbname='(?<value>(?:[^'\\\\\"]|\\\\.|\"\")*)'\")"
              + "|\"(?<quoted>(?:[^\"]|\"\")*)\"");

  private final Settings settings;
  private final Relations relations;
  private final DumpEnds ends;

  PsqlCommands(Settings settings, Relations relations, DumpEnds ends) {
    this.settings = settings;
    this.relations = relations;
    this.ends = ends;
  }

  /** Follows a line that begins with a backslash. */
  void follow(String line, long offset) throws Truncated, UnsupportedDump {
    if (!line.endsWith("\n")) {
      throw new Truncated("the dump ends inside a command of psql", offset);
    }
    Matcher command = COMMAND.matcher(line);
    if (!command.matches()) {
      throw new IllegalStateException("a line that is no command");
    }
    String name = command.group("name");
    switch (name) {
      case "connect", "c" -> connect(command.group("argument"), offset);
      case "encoding" ->
          settings.set("client_encoding", List.of(command.group("argument")), offset);
      case "restrict" -> ends.restricted(true);
      case "unrestrict" -> ends.restricted(false);
      default ->
          throw new UnsupportedDump(
              "a command of psql that dumps do not hold"
                  + (name.matches("[a-z_!]{1,20}") ? ": \\" + name : ""),
              offset);
    }
  }

  private void connect(String argument, long offset) throws UnsupportedDump {
    Optional<String> name = database(argument);
    if (name.isEmpty()) {
      throw new UnsupportedDump("a \\connect whose database cannot be read", offset);
    }
    settings.begin();
    relations.connect(name.get());
  }

  /** The database that a command goes to; empty if it cannot be read. */
  static Optional<String> database(String argument) {
    Matcher database = DATABASE.matcher(argument);
    if (!database.matches()) {
      return Optional.empty();
    }
    if (database.group("value") != null) {
      return Optional.of(database.group("value").replace("\"\"", "\"").replaceAll("\\\\(.)", "$1"));
    }
    return Optional.ofNullable(database.group("quoted"))
        .map(quoted -> quoted.replace("\"\"", "\""))
        .or(() -> Optional.ofNullable(database.group("plain")));
  }
}
