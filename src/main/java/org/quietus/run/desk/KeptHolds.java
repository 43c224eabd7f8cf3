package org.quietus.run.desk;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;
import org.quietus.hold.RestoredHolds;
import org.quietus.request.mirror.MirrorEntry;

/**
 * The holds of a job on databases that are not home, as home keeps them: wherever such a database
 * was when the hold was set, and whatever its schema was called.
 */
record KeptHolds(String job, Sites sites) {

  /** Those on one database, released ones too, the oldest first. */
  List<LegalHold> on(String database) {
    Control home = sites.home().control();
    if (!home.schema().hasHolds() || !home.schema().has("mirror_entry")) {
      return List.of();
    }
    Set<String> ids =
        home.mirror(job).of(MirrorEntry.Kind.HOLD).stream()
            .filter(entry -> RestoredHolds.database(entry).equals(Optional.of(database)))
            .map(MirrorEntry::about)
            .collect(Collectors.toSet());
    return ids.isEmpty()
        ? List.of()
        : LegalHolds.ofJob(home.jdbc(), job).stream()
            .filter(hold -> ids.contains(hold.id()))
            .toList();
  }
}
