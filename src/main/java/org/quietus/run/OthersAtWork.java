package org.quietus.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.quietus.target.ServerLoad;

/** Finds out what servers do while the run that asks does nothing. */
final class OthersAtWork implements AutoCloseable {
  private static final Duration MOMENT = Duration.ofMillis(250);

  /** So many in a moment, about twenty in a second, are more than a monitor's questions. */
  private static final long ENOUGH = 5;

  private final Map<String, List<ServerLoad>> servers;

  /** The servers by the names of the databases whose work is to make way. */
  OthersAtWork(Map<String, List<ServerLoad>> servers) {
    this.servers = new LinkedHashMap<>(servers);
  }

  /**
   * Looks for a quarter of a second; what others did in it, in words, by the name of the database
   * whose servers had enough to do. A server that does not tell is not known to have any.
   */
  Map<String, String> look() {
    Map<ServerLoad, Long> before = new HashMap<>();
    all(load -> load.work().ifPresent(count -> before.put(load, count)));
    if (before.isEmpty()) {
      return Map.of();
    }
    try {
      TimeUnit.MILLISECONDS.sleep(MOMENT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of();
    }
    Map<String, String> found = new LinkedHashMap<>();
    servers.forEach(
        (name, loads) ->
            loads.forEach(
                load -> {
                  OptionalLong after = load.work();
                  if (after.isPresent() && before.containsKey(load)) {
                    long others = after.getAsLong() - before.get(load) - 1; // this question is ours
                    if (others >= ENOUGH) {
                      found.put(name, words(name, others * 1000 / MOMENT.toMillis()));
                    }
                  }
                }));
    return found;
  }

  private static String words(String database, long perSecond) {
    return "others are at work on the server of database '%s' (%d statements or changes a second)"
        .formatted(database, perSecond);
  }

  /** What is done with each server. */
  private interface Use {
    void with(ServerLoad load);
  }

  private void all(Use use) {
    servers.values().forEach(loads -> loads.forEach(use::with));
  }

  @Override
  public void close() {
    all(ServerLoad::close);
  }
}
