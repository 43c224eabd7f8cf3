package org.quietus.run.desk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    Map<String, String> databases = databases();
    return all().stream().filter(hold -> database.equals(databases.get(hold.id()))).toList();
  }

  /** All that home keeps of the job, its own too. */
  List<LegalHold> all() {
    Control home = sites.home().control();
    return home.schema().hasHolds() ? LegalHolds.ofJob(home.jdbc(), job) : List.of();
  }

  /** What the job file called the database last that a hold is on, by its id; none on home. */
  Map<String, String> databases() {
    Control home = sites.home().control();
    Map<String, String> databases = new HashMap<>();
    if (home.schema().has("mirror_entry")) {
      home.mirror(job)
          .of(MirrorEntry.Kind.HOLD)
          .forEach(
              entry ->
                  RestoredHolds.database(entry)
                      .ifPresent(name -> databases.put(entry.about(), name)));
    }
    return databases;
  }
}
