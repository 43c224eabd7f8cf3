package org.quietus.run.replay;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.catalog.RowValues;

/**
 * An erased person in a restored database.
 *
 * @param request by which the person was erased
 * @param rows those that are certainly the person's
 * @param doubtful those of which a person has to say whose they are
 */
public record Recognised(
    String request,
    String subject,
    Instant erasedAt,
    List<RowValues> rows,
    List<RowValues> doubtful) {
  public Recognised {
    rows = List.copyOf(rows);
    doubtful = List.copyOf(doubtful);
  }

  /** Whether the person is in the database; else somebody is who may be. */
  public boolean certain() {
    return !rows.isEmpty();
  }

  /** Whether there is anything to do or to look at. */
  public boolean isThere() {
    return !rows.isEmpty() || !doubtful.isEmpty();
  }

  /** The same person with further rows. */
  public Recognised with(Recognised known) {
    return new Recognised(
        request,
        subject,
        erasedAt,
        Stream.concat(rows.stream(), known.rows.stream()).distinct().toList(),
        doubtful);
  }

  /** The same person with those of the rows alone that nobody else has. */
  Recognised keeping(Predicate<RowValues> free) {
    return new Recognised(
        request, subject, erasedAt, rows.stream().filter(free).toList(), doubtful);
  }

  /** The same person with those of the doubtful rows alone that are nobody's. */
  Recognised doubting(Predicate<RowValues> free) {
    return new Recognised(
        request, subject, erasedAt, rows, doubtful.stream().filter(free).toList());
  }
}
