package org.quietus.run.batch;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.quietus.job.PaceOrder;
import org.quietus.target.ReadCap;

/**
 * What limits how much a run reads of its databases.
 *
 * @param perSecond as the job file has it
 * @param byPlace by the name of a database, those of all whose chunks its slots work off
 */
public record ReadCaps(OptionalLong perSecond, Map<String, Map<String, ReadCap>> byPlace) {
  /** No database has any. */
  public static final ReadCaps NONE = new ReadCaps(OptionalLong.empty(), Map.of());

  /** Sets all of them to what is wanted now. */
  public void order(PaceOrder order) {
    long rows = order.rowsReadPerSecond().orElse(perSecond.orElse(0));
    byPlace.values().forEach(caps -> caps.values().forEach(cap -> cap.limit(rows)));
  }

  /** Whether a chunk has to wait. */
  boolean holdUp(String place) {
    return of(place).values().stream().filter(ReadCap::holdsUp).count() > 0; // asks each
  }

  /** The most rows of a database's next chunk. */
  int most(String place, int rows) {
    return of(place).values().stream().mapToInt(cap -> (int) cap.most(rows)).min().orElse(rows);
  }

  /** What reading waits for now and then, if it does. */
  Optional<String> reason() {
    return byPlace.values().stream()
        .flatMap(caps -> caps.entrySet().stream())
        .filter(cap -> cap.getValue().isFelt())
        .map(
            cap ->
                "no more than %d rows of database '%s' are read in a second (limits.rows-read-per-second)"
                    .formatted(cap.getValue().limit(), cap.getKey()))
        .findFirst();
  }

  private Map<String, ReadCap> of(String place) {
    return byPlace.getOrDefault(place, Map.of());
  }
}
