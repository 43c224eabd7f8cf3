package org.quietus.certificate.log;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.quietus.evidence.Digest;

/** Takes the next places of a log, which several processes may do at once. */
final class LogPlaces {
  private final LogEntries entries;
  private final LongSupplier published;

  /**
   * Nothing is taken yet.
   *
   * @param published how many entries the log has published, as it is now
   */
  LogPlaces(LogEntries entries, LongSupplier published) {
    this.entries = entries;
    this.published = published;
  }

  /** Takes the next places, as many at a time as there are entries; what others take is passed. */
  Map<Digest, Long> take(List<Digest> digests) {
    Map<Digest, Long> places = new HashMap<>();
    long from = 0;
    List<Digest> left = digests;
    while (!left.isEmpty()) {
      long next = entries.firstFree(Math.max(published.getAsLong(), from));
      Map<Long, Digest> wanted = new LinkedHashMap<>();
      for (Digest entry : left) {
        wanted.put(next++, entry);
      }
      from = next;
      Set<Long> taken = entries.takeAll(wanted);
      long size = published.getAsLong();
      wanted.forEach(
          (place, entry) -> {
            if (taken.contains(place) && isKept(place, entry, size)) {
              places.put(entry, place);
            }
          });
      left = left.stream().filter(entry -> !places.containsKey(entry)).toList();
    }
    return places;
  }

  /** Where every entry is, published or not. */
  Map<Digest, Long> taken() {
    Map<Digest, Long> places = new HashMap<>();
    long size = published.getAsLong();
    entries.each(size, entries.firstFree(size), (at, entry) -> places.putIfAbsent(entry, at));
    return places;
  }

  /**
   * Whether a place was really free, and not tidied away since its number was read.
   *
   * @param size how far the log had come after the place was taken
   */
  private boolean isKept(long place, Digest entry, long size) {
    if (size <= place || entries.at(place, size).equals(entry)) {
      return true;
    }
    entries.leave(place);
    return false;
  }
}
