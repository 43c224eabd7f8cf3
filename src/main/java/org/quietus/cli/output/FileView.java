package org.quietus.cli.output;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.policy.FileSettings;
import org.quietus.policy.ObjectSet;
import org.quietus.target.BackupStock;

/**
 * A set of files as a plan shows it.
 *
 * @param pattern which objects of the store belong to it
 * @param keep how long objects are kept; absent if for good
 * @param records what happens to each record, and when; absent without a rule
 * @param onErasure what happens to a person's records; absent if nobody is sought in them
 * @param objects how many match now; absent if the store could not be listed
 * @param versions how many versions these have in all
 * @param trouble why the store could not be listed
 */
record FileView(
    String set,
    String store,
    String pattern,
    String format,
    Optional<String> keep,
    Optional<String> records,
    Optional<String> onErasure,
    Optional<Long> objects,
    Optional<Long> versions,
    Optional<String> trouble) {

  static List<FileView> of(List<BackupStock> stock, Map<String, FileSettings> sets) {
    return stock.stream()
        .filter(of -> of.settings().kind() == ObjectSet.Kind.FILES)
        .map(of -> of(of, Optional.ofNullable(sets.get(of.settings().name())).orElseThrow()))
        .toList();
  }

  private static FileView of(BackupStock stock, FileSettings settings) {
    boolean counted = stock.trouble().isEmpty();
    return new FileView(
        settings.name(),
        settings.store(),
        settings.objects().text(),
        settings.format(),
        settings.keep().map(Object::toString),
        settings
            .records()
            .map(
                rule ->
                    rule.then().name().toLowerCase(java.util.Locale.ROOT)
                        + " after "
                        + rule.keep()),
        Optional.of(settings.onErasure().name().toLowerCase(java.util.Locale.ROOT))
            .filter(then -> !settings.persons().isEmpty()),
        counted ? Optional.of(stock.objects()) : Optional.empty(),
        counted ? Optional.of(stock.versions()) : Optional.empty(),
        stock.trouble());
  }

  /** For people; empty if there are no sets. */
  static String text(List<FileView> sets) {
    if (sets.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable(
            "files",
            "store",
            "objects",
            "format",
            "records",
            "on erasure",
            "keep",
            "now",
            "versions");
    StringBuilder troubles = new StringBuilder();
    for (FileView set : sets) {
      table.row(
          set.set,
          set.store,
          set.pattern,
          set.format,
          set.records,
          set.onErasure,
          set.keep,
          set.objects,
          set.versions);
      set.trouble.ifPresent(why -> troubles.append(BackupView.trouble(set.store, set.set, why)));
    }
    return "\n" + table + troubles;
  }
}
