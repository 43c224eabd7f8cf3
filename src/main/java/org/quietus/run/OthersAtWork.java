package org.quietus.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.quietus.run.batch.MakingWay;
import org.quietus.target.ServerLoad;

/** Finds out what servers do while the run that asks does nothing. */
final class OthersAtWork implements MakingWay.Others, AutoCloseable {
  private static final Duration MOMENT = Duration.ofMillis(250);

  /** So many in a moment, about twenty in a second, are more than a monitor's questions. */
  private static final long ENOUGH = 5;

  private final Map<String, List<ServerLoad>> servers;
  private final Set<ServerLoad> ready = new LinkedHashSet<>();

  /** The servers by the names of the databases whose work is to make way. */
  OthersAtWork(Map<String, List<ServerLoad>> servers) {
    this.servers = new LinkedHashMap<>(servers);
  }

  @Override
  public void makeReady() {
    ready.clear();
    servers
        .values()
        .forEach(
            loads -> loads.stream().filter(load -> load.work().isPresent()).forEach(ready::add));
  }

  /**
   * A server that does not tell is not known to have any work of others. What is seen has to be
   * seen in the next moment, too: the run itself may have opened a connection in the first.
   */
  @Override
  public Map<String, String> look() {
    Map<String, Long> found = moment();
    if (!found.isEmpty()) {
      Map<String, Long> next = moment();
      found.keySet().retainAll(next.keySet());
      found.replaceAll((name, others) -> Math.min(others, next.getOrDefault(name, 0L)));
    }
    Map<String, String> words = new LinkedHashMap<>();
    found.forEach(
        (name, others) -> words.put(name, words(name, others * 1000 / MOMENT.toMillis())));
    return words;
  }

  /** What others asked of the servers in a moment, by a database's name, where it is enough. */
  private Map<String, Long> moment() {
    Map<String, Long> found = new LinkedHashMap<>();
    Map<ServerLoad, Long> before = new HashMap<>();
    ready.forEach(load -> load.work().ifPresent(count -> before.put(load, count)));
    if (before.isEmpty()) {
      return found;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(MOMENT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return found;
    }
    servers.forEach(
        (name, loads) ->
            loads.stream()
                .filter(before::containsKey)
                .mapToLong(
                    load -> load.work().orElse(0) - before.getOrDefault(load, 0L) - before.size())
                .filter(others -> others >= ENOUGH)
                .max()
                .ifPresent(others -> found.put(name, others)));
    return found;
  }

  private static String words(String database, long perSecond) {
    return "others are at work on the server of database '%s' (%d statements or changes a second)"
        .formatted(database, perSecond);
  }

  @Override
  public void close() {
    servers.values().forEach(loads -> loads.forEach(ServerLoad::close));
  }
}
