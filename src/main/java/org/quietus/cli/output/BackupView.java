package org.quietus.cli.output;

import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quietus.policy.ObjectSet;
import org.quietus.target.BackupStock;

/**
 * A backup set as a plan shows it.
 *
 * @param pattern which objects of the store belong to it
 * @param objects how many match now; absent if the store could not be listed
 * @param versions how many versions these have in all
 * @param trouble why the store could not be listed
 */
public record BackupView(
    String set,
    String store,
    String pattern,
    String format,
    String onErasure,
    String keep,
    Optional<Long> objects,
    Optional<Long> versions,
    Optional<String> trouble) {

  static List<BackupView> of(List<BackupStock> stock) {
    return stock.stream()
        .filter(of -> of.settings().kind() == ObjectSet.Kind.BACKUP)
        .map(BackupView::of)
        .toList();
  }

  private static BackupView of(BackupStock stock) {
    ObjectSet settings = stock.settings();
    boolean counted = stock.trouble().isEmpty();
    return new BackupView(
        settings.name(),
        settings.store(),
        settings.objects().text(),
        settings.format(),
        settings.onErasure().name().toLowerCase(Locale.ROOT),
        settings.keep().map(Period::toString).orElse("-"),
        counted ? Optional.of(stock.objects()) : Optional.empty(),
        counted ? Optional.of(stock.versions()) : Optional.empty(),
        stock.trouble());
  }

  /** For people; empty if there are no sets. */
  static String text(List<BackupView> sets) {
    if (sets.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable(
            "backups", "store", "objects", "format", "on erasure", "keep", "now", "versions");
    StringBuilder troubles = new StringBuilder();
    for (BackupView set : sets) {
      table.row(
          set.set,
          set.store,
          set.pattern,
          set.format,
          set.onErasure,
          set.keep,
          set.objects,
          set.versions);
      set.trouble.ifPresent(why -> troubles.append(trouble(set.store, set.set, why)));
    }
    return "\n" + table + troubles;
  }

  /** Says of a set why nothing of it is counted. */
  static String trouble(String store, String set, String why) {
    return "\nwarning: object store '%s' cannot be listed, so that nothing of '%s' is counted: %s\n"
        .formatted(store, set, why);
  }
}
