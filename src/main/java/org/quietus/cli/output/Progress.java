package org.quietus.cli.output;

import org.quietus.job.RunListener;

/** Shows on the standard error output how a run gets on. */
public interface Progress extends RunListener, AutoCloseable {

  /** Ends what is drawn; closing twice does nothing more. */
  @Override
  void close();
}
