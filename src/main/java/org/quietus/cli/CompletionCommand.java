package org.quietus.cli;

import org.quietus.cli.input.CommandContext;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script by which bash, and zsh with bashcompinit, complete commands and options. */
@Command(
    name = "completion",
    hidden = true,
    mixinStandardHelpOptions = true,
    header = {"Prints a completion script for bash and zsh.", ""},
    footer = {"", "Example:", "  source <(quietus completion)"})
final class CompletionCommand implements Runnable {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;

  CompletionCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    command.commandLine().getOut().println(AutoComplete.bash("quietus", Commands.of(surroundings)));
  }
}
