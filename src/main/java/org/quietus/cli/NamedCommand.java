package org.quietus.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.quietus.cli.input.CommandContext;
import picocli.CommandLine;

/** A command's name, how it is made, and the commands below it. */
record NamedCommand(String name, Function<CommandContext, Object> maker, List<NamedCommand> parts) {

  static NamedCommand command(String name, Function<CommandContext, Object> maker) {
    return new NamedCommand(name, maker, List.of());
  }

  static NamedCommand group(String name, Object made, NamedCommand... parts) {
    return new NamedCommand(name, surroundings -> made, List.of(parts));
  }

  /**
   * The command with those below it that the words name, or with all of them if the words name
   * none. To make every command takes longer than most of them run.
   */
  CommandLine make(CommandContext surroundings, List<String> words) {
    CommandLine line = new CommandLine(maker.apply(surroundings));
    line.registerConverter(Path.class, new PathArgument());
    List<NamedCommand> meant =
        parts.stream().filter(part -> words.stream().limit(1).anyMatch(part.name::equals)).toList();
    List<String> further = meant.isEmpty() ? List.of() : words.subList(1, words.size());
    for (NamedCommand part : meant.isEmpty() ? parts : meant) {
      line.addSubcommand(part.name, part.make(surroundings, further));
    }
    return line;
  }
}
