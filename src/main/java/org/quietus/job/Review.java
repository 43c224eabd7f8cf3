package org.quietus.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that a request's identifiers lead to, without the person.
 *
 * @param list names exactly these rows, as they are now
 * @param decidedAt when somebody decided whose they are, if that still holds
 * @param copies rows of backups and files of which runs could not say whose they are
 */
public record Review(
    String request,
    String list,
    boolean ambiguous,
    Optional<Instant> decidedAt,
    List<Row> rows,
    Copies copies) {

  /** The same with rows of backups and files. */
  public Review with(Copies found) {
    return new Review(request, list, ambiguous, decidedAt, rows, found);
  }

  /**
   * One of them.
   *
   * @param number from 1
   * @param created the day on which it was created, if it tells
   * @param agreeing the types of the given identifiers that it has
   * @param primaryKey only if it consists of integers
   * @param crossed whether it does not tell its tenant, or something hangs on it that is another's,
   *     so that nothing is done
   */
  public record Row(
      int number,
      Optional<LocalDate> created,
      Set<String> agreeing,
      Optional<String> primaryKey,
      boolean crossed) {}

  /**
   * Rows of backups and files, as the latest run that read them saw them.
   *
   * @param list names exactly these rows, and what was said of them
   */
  public record Copies(String list, List<CopiedRow> rows) {
    /** There are none. */
    public static final Copies NONE = new Copies("", List.of());
  }

  /**
   * One of them.
   *
   * @param id c1 for the first
   * @param group g1 for the first; rows of one table in which the same agrees have the same
   * @param agreeing names of columns that agree with the person
   * @param differing names of those that do not, although both are known
   * @param primaryKey only if it consists of integers
   * @param theirs whether somebody said that it is the person's, or that it is not
   */
  public record CopiedRow(
      String id,
      String group,
      String table,
      List<Place> places,
      Set<String> agreeing,
      Set<String> differing,
      Optional<String> primaryKey,
      Optional<Boolean> theirs,
      Optional<Decided> decided) {}

  /**
   * Where a row is.
   *
   * @param object what messages call it
   * @param place in the object, unpacked
   */
  public record Place(String set, String object, String place) {}

  /** When somebody said whose a row is, in which role, and why. */
  public record Decided(Instant at, String role, String reason) {}
}
