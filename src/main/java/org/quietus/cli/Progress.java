package org.quietus.cli;

import java.io.PrintWriter;
import org.quietus.job.RunListener;

/** Shows on the standard error output how a run gets on. */
interface Progress extends RunListener, AutoCloseable {

  /** A bar on a terminal, sparse plain lines elsewhere. */
  static Progress on(PrintWriter err, CommandContext surroundings) {
    return surroundings.terminal()
        ? new ProgressOnTerminal(err)
        : new ProgressLines(err, surroundings.clock());
  }

  /** Ends what is drawn; closing twice does nothing more. */
  @Override
  void close();
}
