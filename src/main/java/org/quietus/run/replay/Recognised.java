package org.quietus.run.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.RowValues;

/**
 * An erased person in a restored database.
 *
 * @param request by which the person was erased
 * @param rows those that are certainly the person's
 * @param doubtful those of which a person has to say whose they are
 * @param seen those of the certain rows that are there and told whose they are
 */
public record Recognised(
    String request,
    String subject,
    Instant erasedAt,
    List<RowValues> rows,
    List<RowValues> doubtful,
    List<RowValues> seen) {
  public Recognised {
    rows = List.copyOf(rows);
    doubtful = List.copyOf(doubtful);
    seen = seen.stream().filter(rows::contains).distinct().toList();
  }

  /** One by whose key others are found: no row under it told whose it is. */
  public Recognised(
      String request,
      String subject,
      Instant erasedAt,
      List<RowValues> rows,
      List<RowValues> doubtful) {
    this(request, subject, erasedAt, rows, doubtful, List.of());
  }

  /** Whether the person is in the database; else somebody is who may be. */
  public boolean certain() {
    return !rows.isEmpty();
  }

  /** Whether each of the certain rows is there and told whose it is. */
  public boolean isSeen() {
    return certain() && seen.containsAll(rows);
  }

  /** Whether there is anything to do or to look at. */
  public boolean isThere() {
    return !rows.isEmpty() || !doubtful.isEmpty();
  }

  /** The same person with further rows. */
  public Recognised with(Recognised known) {
    List<RowValues> all = Stream.concat(rows.stream(), known.rows.stream()).distinct().toList();
    return new Recognised(
        request,
        subject,
        erasedAt,
        all,
        Stream.concat(doubtful.stream(), known.doubtful.stream())
            .distinct()
            .filter(row -> !all.contains(row))
            .toList(),
        Stream.concat(seen.stream(), known.seen.stream()).toList());
  }

  /**
   * The same person without doubts about rows that are known to be theirs: a row that an erasure
   * left may tell nothing by itself.
   *
   * @param keyColumns how many columns the key of a row has, by which rows are told apart
   */
  public Recognised knowing(List<RowValues> theirs, int keyColumns) {
    List<RowValues> left = unknown(doubtful, theirs, keyColumns);
    List<RowValues> known = doubtful.stream().filter(row -> !left.contains(row)).toList();
    return new Recognised(
        request,
        subject,
        erasedAt,
        Stream.concat(rows.stream(), known.stream()).distinct().toList(),
        left,
        seen);
  }

  /**
   * The same person with what was found since; empty if nothing of it is new.
   *
   * @param keyColumns how many columns the key of a row has, by which rows are told apart
   */
  Optional<Recognised> and(Recognised since, int keyColumns) {
    List<RowValues> further = unknown(since.rows, rows, keyColumns);
    List<RowValues> doubted = unknown(since.doubtful, doubtful, keyColumns);
    if (!certain()) {
      return since.certain() ? Optional.of(since) : more(List.of(), doubted, List.of());
    }
    return more(further, doubtful.isEmpty() ? since.doubtful : List.of(), since.seen);
  }

  private Optional<Recognised> more(
      List<RowValues> further, List<RowValues> doubted, List<RowValues> told) {
    return further.isEmpty() && doubted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Recognised(
                request,
                subject,
                erasedAt,
                Stream.concat(rows.stream(), further.stream()).toList(),
                Stream.concat(doubtful.stream(), doubted.stream()).toList(),
                Stream.concat(seen.stream(), told.stream()).toList()));
  }

  private static List<RowValues> unknown(
      List<RowValues> some, List<RowValues> known, int keyColumns) {
    Set<String> keys = known.stream().map(row -> key(row, keyColumns)).collect(Collectors.toSet());
    return some.stream().filter(row -> !keys.contains(key(row, keyColumns))).toList();
  }

  private static String key(RowValues row, int keyColumns) {
    return new RowValues(row.values().subList(0, keyColumns)).encode();
  }

  /** The same person with those of the rows alone that nobody else has. */
  Recognised keeping(Predicate<RowValues> free) {
    return new Recognised(
        request, subject, erasedAt, rows.stream().filter(free).toList(), doubtful, seen);
  }

  /** The same person with those of the doubtful rows alone that are nobody's. */
  Recognised doubting(Predicate<RowValues> free) {
    return new Recognised(
        request, subject, erasedAt, rows, doubtful.stream().filter(free).toList(), seen);
  }
}
