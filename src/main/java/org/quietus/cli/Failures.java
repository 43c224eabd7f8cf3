package org.quietus.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.Json;
import picocli.CommandLine;

/**
 * The one place where an exception becomes an exit code and a message: on the standard error output
 * for people, and with {@code --json} as an object on the standard output as well.
 */
final class Failures
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
  private static final String JSON = "--json";

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    return report(Failure.of(failure), command, deepest(parsed).hasMatchedOption(JSON));
  }

  /** The error alone: the whole help would push it off the screen. */
  @Override
  public int handleParseException(CommandLine.ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String mend = "see '" + name + " --help'";
    boolean json =
        command.getCommandSpec().findOption(JSON) != null && List.of(arguments).contains(JSON);
    StringBuilder what = new StringBuilder(String.valueOf(failure.getMessage()));
    if (failure instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      what.append("; did you mean: ").append(String.join(", ", unmatched.getSuggestions()));
    }
    return report(
        new Failure(
            ExitCode.REFUSED,
            List.of(new Failure.Found("USAGE", what.toString(), Optional.of(mend))),
            List.of(what.toString(), mend)),
        command,
        json);
  }

  private static int report(Failure failure, CommandLine command, boolean json) {
    PrintWriter err = command.getErr();
    failure.lines().forEach(err::println);
    err.flush();
    if (json) {
      PrintWriter out = command.getOut();
      out.println(Json.of(failure.result()));
      out.flush();
    }
    return failure.code().code();
  }

  private static CommandLine.ParseResult deepest(CommandLine.ParseResult parsed) {
    return parsed.hasSubcommand() ? deepest(parsed.subcommand()) : parsed;
  }
}
