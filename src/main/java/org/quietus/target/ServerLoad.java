package org.quietus.target;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What database servers have to do besides a run. Each answer is found anew, on connections of its
 * own; what cannot be known is empty. Not for use by several threads at once.
 */
public interface ServerLoad extends AutoCloseable {

  /**
   * A number that grows with each statement that anybody sends to the server, on PostgreSQL with
   * each transaction that writes.
   */
  OptionalLong work();

  /** How many statements the server works on at this moment. */
  OptionalLong running();

  /** How many old versions of rows it still has to remove. */
  OptionalLong history();

  /** Whether it has a list of them at all. */
  default boolean keepsHistory() {
    return true;
  }

  /**
   * How long the server takes for a commit, which is measured with a row of the control schema;
   * empty if that could not be changed.
   */
  Optional<Duration> commit();

  /** How far each replica is behind; none if the server has none. */
  List<Replica> replicas();

  @Override
  void close();

  /**
   * One replica.
   *
   * @param place its host and port, or the name that it gave itself
   * @param behind how far it is behind, empty if it cannot be read
   * @param unread why its heartbeat does not tell, where that is known
   */
  record Replica(String place, Optional<Duration> behind, Optional<Unread> unread) {

    /** One of which nothing more is known. */
    public Replica(String place, Optional<Duration> behind) {
      this(place, behind, Optional.empty());
    }
  }

  /**
   * Why a heartbeat does not tell how far its replica is behind.
   *
   * @param pointer where the job file names it
   */
  record Unread(String pointer, String what, String mend) {}
}
