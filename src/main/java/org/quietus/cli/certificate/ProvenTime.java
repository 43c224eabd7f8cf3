package org.quietus.cli.certificate;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.log.LogContents;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.stamp.StampAuthority;
import org.quietus.certificate.stamp.StampedPart;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/**
 * By when a certificate is known to have been there: it is in a log whose checkpoint was
 * time-stamped.
 *
 * @param isGood whether that can be told
 */
record ProvenTime(boolean isGood, String finding) {

  /** By how much the clocks of a controller and an authority may differ. */
  private static final Duration SKEW = Duration.ofMinutes(10);

  /**
   * Reads the log and the time-stamps of the store that a certificate file lies in.
   *
   * @param issued what the certificate says of that; empty if it is not good
   */
  static ProvenTime of(
      Path file,
      byte[] content,
      Optional<Instant> issued,
      List<NoteKey> logs,
      StampAuthority authority) {
    Optional<EvidenceStore> store = EvidenceStores.around(file);
    if (store.isEmpty()) {
      return none("it does not lie in an evidence store");
    }
    String why = "no time-stamp covers it yet";
    for (NoteKey key : logs) {
      LogContents log = LogContents.read(store.get(), key);
      Optional<Long> place = log.place(Digest.of(content));
      if (place.isPresent()) {
        StampedPart stamped = StampedPart.of(log, store.get(), authority);
        Optional<Instant> at = stamped.timeOf(place.get());
        if (at.isPresent()) {
          return timed(at.get(), issued);
        }
        why = stamped.problems().stream().findFirst().orElse(why);
      }
    }
    return none(why);
  }

  /** What was in the log by some time was not issued later. */
  private static ProvenTime timed(Instant at, Optional<Instant> issued) {
    return issued
        .filter(said -> said.isAfter(at.plus(SKEW)))
        .map(
            said ->
                new ProvenTime(
                    false,
                    "Not good: it says that it was issued at "
                        + said
                        + ", and by a time-stamp it was in the log by "
                        + at
                        + "; one of the clocks was wrong."))
        .orElseGet(() -> new ProvenTime(true, "It was in the log by " + at + ", by a time-stamp."));
  }

  private static ProvenTime none(String why) {
    return new ProvenTime(false, "No proven time: " + why + ".");
  }
}
