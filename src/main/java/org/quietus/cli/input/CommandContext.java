package org.quietus.cli.input;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import org.quietus.cli.output.Progress;
import org.quietus.cli.output.ProgressLines;
import org.quietus.cli.output.ProgressOnTerminal;

/**
 * What the commands take from outside themselves.
 *
 * @param environment the variables that {@code ${…}} in a job file refers to
 * @param in the standard input
 * @param terminal whether progress may be drawn
 * @param typed whether somebody types the standard input
 */
public record CommandContext(
    Clock clock,
    Map<String, String> environment,
    Sessions sessions,
    InputStream in,
    boolean terminal,
    boolean typed) {

  /** How a run gets on: a bar on a terminal, sparse plain lines elsewhere. */
  public Progress progress(PrintWriter err) {
    return terminal ? new ProgressOnTerminal(err) : new ProgressLines(err, clock);
  }
}
