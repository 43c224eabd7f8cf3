package org.quietus.cli.input;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.quietus.job.JobSession;
import org.quietus.policy.JobFile;
import org.quietus.policy.read.JobFiles;
import picocli.CommandLine.Parameters;

/** The JOB that most commands take first. */
public final class JobParameter {

  @Parameters(index = "0", paramLabel = "JOB", description = "The path of a job file.")
  private Path file;

  /** The path as it was given. */
  public Path file() {
    return file;
  }

  /**
   * Reads the job file without connecting.
   *
   * @throws org.quietus.policy.InvalidInput with every problem of it
   */
  public JobFile read(CommandContext surroundings) {
    return JobFiles.load(file, surroundings.environment());
  }

  /** Connects; refuses a database that was restored and not replayed since. */
  public JobSession open(CommandContext surroundings) {
    return checked(openUnasked(surroundings), JobSession::requireLevel);
  }

  /** Connects, also while a replay is unfinished, once that has caught up. */
  public JobSession openCaughtUp(CommandContext surroundings) {
    return checked(openUnasked(surroundings), JobSession::requireCaughtUp);
  }

  /** Does so as soon as the database is up, which it waits for so long. */
  public JobSession open(CommandContext surroundings, Duration wait, Consumer<String> note) {
    return checked(
        new PatientOpening(wait, note).open(() -> openUnasked(surroundings)),
        JobSession::requireLevel);
  }

  private static JobSession checked(JobSession session, Consumer<JobSession> check) {
    try {
      check.accept(session);
      return session;
    } catch (RuntimeException refused) {
      session.close();
      throw refused;
    }
  }

  /** Connects for a command that does without the control schema, or brings it level. */
  public JobSession openUnasked(CommandContext surroundings) {
    return surroundings.sessions().open(read(surroundings), surroundings.clock());
  }
}
