package org.quietus.backup.journal;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.RowReviews;
import org.quietus.objectstore.Pin;
import org.quietus.request.CopyReviews;

/**
 * The rows of one set of which a run cannot say whose they are, and what people have said of such
 * rows before the run; inside the caller's transaction.
 *
 * @param shown the rows that had been seen in versions before somebody said whose they are
 * @param versions gives what a version is known by from run to run
 */
public record RowDoubts(
    CopyReviews kept,
    RowReviews reviews,
    Set<CopyReviews.Shown> shown,
    String run,
    String set,
    Clock clock,
    Function<Pin, String> versions) {

  /** Those of a set, with what has been said by now; {@code tokens} stay the same. */
  public static RowDoubts of(
      CopyReviews kept,
      KeyTokens tokens,
      String run,
      String set,
      Clock clock,
      Function<Pin, String> versions) {
    return new RowDoubts(
        kept, new RowReviews(tokens, kept.said()), kept.shown(set), run, set, clock, versions);
  }

  /** Notes rows of a version; {@code object} is what messages call it. */
  public void note(Pin version, String object, Collection<CopyReviews.Seen> rows) {
    kept.note(
        run, new CopyReviews.Version(set, versions.apply(version), object, clock.instant()), rows);
  }

  /** Whether whoever said of a row whose it is, by request and token, was shown it in a version. */
  public BiPredicate<String, String> shownIn(Pin version) {
    String of = versions.apply(version);
    return (request, token) -> shown.contains(new CopyReviews.Shown(of, request, token));
  }

  /** By version, the requests of which somebody has said since it was read whose a row in it is. */
  Map<String, Set<String>> saidSince() {
    return kept.saidSince(set);
  }

  /** A version has taken the place of another. */
  void move(Pin version, Pin to) {
    kept.move(set, versions.apply(version), versions.apply(to));
  }

  /** Forgets what the run has not seen again in versions that it has read, and versions gone. */
  void keepSeen(Predicate<String> read, Predicate<String> left) {
    kept.keepSeen(run, set, read, left);
  }
}
