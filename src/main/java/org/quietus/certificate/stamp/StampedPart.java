package org.quietus.certificate.stamp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.log.LogContents;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * How much of a log was there when, by the time-stamps of an authority.
 *
 * @param stamps those that are good, by size
 * @param problems each as a sentence without its full stop
 */
public record StampedPart(List<Stamp> stamps, List<String> problems) {

  /** That a log had so many entries by then. */
  public record Stamp(long entries, Instant at) {}

  public StampedPart {
    stamps = List.copyOf(stamps);
    problems = List.copyOf(problems);
  }

  /** Reads every time-stamp of a log: the log has to continue each checkpoint that was stamped. */
  public static StampedPart of(LogContents log, EvidenceStore store, StampAuthority authority) {
    List<Stamp> stamps = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (EvidenceName name : store.list(EvidenceName.Folder.STAMPS)) {
      if (!name.stem().startsWith(log.id() + "-")) {
        continue;
      }
      Optional<byte[]> checkpoint =
          EvidenceName.find(EvidenceName.Folder.STAMPED, name.stem()).flatMap(store::read);
      try {
        byte[] stamped =
            checkpoint.orElseThrow(() -> new StampRefused("the checkpoint of it was removed"));
        log.since(stamped)
            .ifPresent(
                objection -> {
                  throw new StampRefused(objection);
                });
        Instant at = authority.time(stamped, store.read(name).orElseThrow());
        stamps.add(new Stamp(LogContents.sizeOf(stamped), at));
      } catch (StampRefused e) {
        problems.add("the time-stamp " + name + ": " + e.getMessage());
      }
    }
    stamps.sort(Comparator.comparingLong(Stamp::entries));
    return new StampedPart(stamps, problems);
  }

  /** The earliest moment by which an entry was in the log, from 0 on. */
  public Optional<Instant> timeOf(long entry) {
    return stamps.stream()
        .filter(stamp -> stamp.entries() > entry)
        .map(Stamp::at)
        .min(Instant::compareTo);
  }
}
