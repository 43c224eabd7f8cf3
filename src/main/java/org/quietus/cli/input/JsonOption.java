package org.quietus.cli.input;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.quietus.cli.output.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a result is printed for people or, with {@code --json}, for programs. */
public final class JsonOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  /** Prints a result on the standard output in the form that was asked for. */
  public void print(Object result, Consumer<PrintWriter> forPeople) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(Json.of(result));
    } else {
      forPeople.accept(out);
    }
    out.flush();
  }
}
