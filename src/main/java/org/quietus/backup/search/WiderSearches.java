package org.quietus.backup.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.ScreenedVersions;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.person.LostParents;
import org.quietus.backup.version.SetContext;
import org.quietus.objectstore.Pin;

/**
 * The objects of a backup that were searched before some path led to persons: what such a path goes
 * by may have been taken out of them then.
 *
 * @param searched each as it was, by its key
 */
record WiderSearches(Map<String, Pin> searched) {

  /** Those among all of a backup. */
  static WiderSearches of(SetContext set, List<JournalEntry> entries) {
    Map<String, Pin> searched = new HashMap<>();
    entries.stream()
        .map(entry -> entry.held().pin())
        .filter(set.screened()::isWider)
        .forEach(pin -> searched.put(pin.key().value(), pin));
    return new WiderSearches(searched);
  }

  /** Takes down what rows hang on by such paths, and no row of the backup has. */
  void ask(
      ScreenedVersions screened,
      List<PersonGraph> graphs,
      List<SealedVersion> standing,
      Function<SealedVersion, Dump> dumps,
      Dump.Wanted tables,
      LostParents lost) {
    if (searched.isEmpty()) {
      return;
    }
    for (SealedVersion version : standing) {
      Pin pin = searched.get(version.key());
      if (pin != null) {
        lost.ask(
            graphs,
            dumps.apply(version),
            tables,
            (graph, member) -> screened.wasWithout(pin, graph.subject().name(), member));
      }
    }
    lost.see(graphs, standing.stream().map(dumps).toList(), tables);
  }
}
