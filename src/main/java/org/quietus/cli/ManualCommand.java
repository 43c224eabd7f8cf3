package org.quietus.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.quietus.cli.input.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the manual page of every command. */
@Command(
    name = "manual",
    hidden = true,
    mixinStandardHelpOptions = true,
    header = {"Writes a manual page for every command.", ""},
    footer = {"", "Example:", "  quietus manual man1 && man man1/quietus-run.1"})
final class ManualCommand implements Runnable {
  private final CommandContext surroundings;

  @Parameters(paramLabel = "DIRECTORY", description = "Where the pages go; made if need be.")
  private Path directory;

  ManualCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    try {
      Files.createDirectories(directory);
      write(Commands.of(surroundings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(CommandLine line) throws IOException {
    ManualPage page = new ManualPage(line);
    Files.writeString(directory.resolve(page.name() + ".1"), page.text());
    for (CommandLine part : line.getSubcommands().values()) {
      if (!part.getCommandSpec().usageMessage().hidden()) {
        write(part);
      }
    }
  }
}
