package org.quietus.cli;

import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Logs are for people who look for trouble: one line each on the standard error output, without
 * exceptions, whose messages quote values.
 */
final class Logs extends Handler {
  private static final Logger ROOT = Logger.getLogger("");

  /**
   * Flyway warns of every database newer than itself, the pool of a busy machine, Parquet of files
   * that it does not trust, by what stands in them.
   */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("org.flywaydb"),
          Logger.getLogger("com.zaxxer.hikari"),
          Logger.getLogger("org.apache.parquet"));

  /** Says of a step that it failed, beside our own message of why. */
  private static final Logger SILENT = Logger.getLogger("org.springframework.batch");

  private final SimpleFormatter messages = new SimpleFormatter();

  private Logs() {}

  /** Logs from now on, warnings alone or more, in place of whatever logged before. */
  static void begin(boolean verbose) {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ROOT.addHandler(new Logs());
    ROOT.setLevel(verbose ? Level.INFO : Level.WARNING);
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    SILENT.setLevel(Level.OFF);
  }

  @Override
  public void publish(LogRecord logged) {
    if (isLoggable(logged)) {
      System.err.println(line(logged));
    }
  }

  private String line(LogRecord logged) {
    return DateTimeFormatter.ISO_INSTANT.format(logged.getInstant().truncatedTo(ChronoUnit.MILLIS))
        + " "
        + logged.getLevel().getName()
        + " "
        + logged.getLoggerName()
        + ": "
        + messages.formatMessage(logged);
  }

  @Override
  public void flush() {
    System.err.flush();
  }

  @Override
  public void close() {}
}
