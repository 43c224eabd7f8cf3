package org.quietus.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobFiles;
import org.quietus.run.JobSession;
import picocli.CommandLine.Parameters;

/** The JOB that most commands take first. */
final class JobParameter {

  @Parameters(index = "0", paramLabel = "JOB", description = "The path of a job file.")
  private Path file;

  Path file() {
    return file;
  }

  JobFile read(Surroundings surroundings) {
    return JobFiles.load(file, surroundings.environment());
  }

  /** Connects; refuses a database that was restored and not replayed since. */
  JobSession open(Surroundings surroundings) {
    return level(openUnasked(surroundings));
  }

  /** Does so as soon as the database is up, which it waits for so long. */
  JobSession open(Surroundings surroundings, Duration wait, Consumer<String> note) {
    return level(new PatientOpening(wait, note).open(() -> openUnasked(surroundings)));
  }

  private static JobSession level(JobSession session) {
    try {
      session.requireLevel();
      return session;
    } catch (RuntimeException refused) {
      session.close();
      throw refused;
    }
  }

  /** Connects for a command that does without the control schema, or brings it level. */
  JobSession openUnasked(Surroundings surroundings) {
    return surroundings.sessions().open(read(surroundings), surroundings.clock());
  }
}
