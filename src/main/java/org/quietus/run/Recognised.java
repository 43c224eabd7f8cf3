package org.quietus.run;

import java.time.Instant;
import java.util.List;
import org.quietus.target.Key;
import org.quietus.target.PersonKeys;

/**
 * An erased person in a restored database.
 *
 * @param request by which the person was erased
 * @param rows one if that is certain, else all those of which a person has to say whose they are
 */
record Recognised(
    String request, String subject, Instant erasedAt, List<Key> rows, boolean certain) {
  Recognised {
    rows = List.copyOf(rows);
  }

  PersonKeys keys() {
    return new PersonKeys(
        rows, erasedAt, certain ? PersonKeys.Whose.ONE_EACH : PersonKeys.Whose.UNKNOWN);
  }
}
