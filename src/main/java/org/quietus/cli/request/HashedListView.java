package org.quietus.cli.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.job.HashListDesk;
import org.quietus.policy.Counted;
import org.quietus.request.ListedStatus;

/**
 * What became of a list of hashed identifiers, in numbers of its entries.
 *
 * @param filed new requests
 * @param inBackups how many of these are about persons who are in backups alone
 * @param review new requests that somebody has to review, among these
 * @param nameless entries of which no request can be made
 * @param open entries that are not settled, so that the report does not have them
 * @param unread a line for each backup set in which somebody may be who was not found
 */
record HashedListView(
    int entries,
    int filed,
    int inBackups,
    int review,
    int nameless,
    long deleted,
    long exempted,
    long notFound,
    long open,
    List<String> unread) {

  static HashedListView of(HashListDesk.Taken taken) {
    return new HashedListView(
        taken.statuses().ids().size(),
        taken.filed(),
        taken.inBackups(),
        taken.several(),
        taken.nameless(),
        taken.statuses().count(Optional.of(ListedStatus.DELETED)),
        taken.statuses().count(Optional.of(ListedStatus.EXEMPTED)),
        taken.statuses().count(Optional.of(ListedStatus.NOT_FOUND)),
        taken.statuses().count(Optional.empty()),
        taken.unread());
  }

  /** The same for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Counted.of(entries, "list line")
            + ", "
            + Counted.of(filed, "new request")
            + (inBackups > 0 ? ", of persons who are in backups alone: " + inBackups : ""));
    lines.add(
        "report: deleted %,d, exempted %,d, not found %,d".formatted(deleted, exempted, notFound));
    if (open > 0) {
      lines.add(
          "not settled, and not in the report: %,d; give the same command again after a run"
              .formatted(open));
    }
    if (review > 0) {
      lines.add(
          "several persons can be meant: %,d; see 'quietus request review'".formatted(review));
    }
    if (nameless > 0) {
      lines.add(
          ("no request can be made, since a row has no identifier, or does not tell its tenant, or"
                  + " backups have several persons who share none: %,d; complete these rows")
              .formatted(nameless));
    }
    lines.addAll(unread);
    return lines;
  }
}
