package org.quietus.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a run makes way for others.
 *
 * @param makesWay whether it goes gently while a server works for others
 * @param rowsPerSecond how many rows its workers may change in a second
 * @param rowsReadPerSecond how many rows of a database may be read in a second
 * @param window when they may change any, in the job's zone
 * @param maxReplicaLag how far a replica may be behind while they do
 * @param maxRunning how many statements the server may work on at once while they do, their own
 *     included
 * @param maxHistory how many old versions of rows the server may have to remove while they do
 * @param maxCommit how long a commit of one row may take while they do
 */
public record PaceSettings(
    boolean makesWay,
    OptionalLong rowsPerSecond,
    OptionalLong rowsReadPerSecond,
    Optional<DayWindow> window,
    Optional<Duration> maxReplicaLag,
    OptionalLong maxRunning,
    OptionalLong maxHistory,
    Optional<Duration> maxCommit) {
  public static final PaceSettings NONE =
      new PaceSettings(
          true,
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty());

  /** Whether anything of it has to be asked of servers. */
  public boolean watchesServers() {
    return maxReplicaLag.isPresent()
        || maxRunning.isPresent()
        || maxHistory.isPresent()
        || maxCommit.isPresent();
  }

  /** The same but for what can only be measured by changing something. */
  public PaceSettings readOnly() {
    return new PaceSettings(
        makesWay,
        rowsPerSecond,
        rowsReadPerSecond,
        window,
        maxReplicaLag,
        maxRunning,
        maxHistory,
        Optional.empty());
  }
}
