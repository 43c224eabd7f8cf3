package org.quietus.backup.dump;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.quietus.catalog.Catalog;
import org.quietus.format.DumpFormat;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.TableName;

/**
 * How the tables of a database were called in dumps that were made before certain days.
 *
 * @param zone in which these days are
 */
public record FormerSchemas(
    ObjectSet.BeforeDays<Map<TableName, ObjectSet.FormerNames>> days,
    ZoneId zone,
    Catalog catalog) {

  /** How a dump is read that was made at some moment, which is asked for only if it matters. */
  public DumpFormat of(DumpFormat format, Supplier<Instant> made) {
    return days.isEmpty()
        ? format
        : days.at(made.get(), zone)
            .map(
                day ->
                    FormerDump.of(format, new FormerTables(day.getKey(), day.getValue(), catalog)))
            .orElse(format);
  }

  /** All of it, the same for the same names; empty if nothing was otherwise. */
  public String text() {
    return text(days, zone);
  }

  /** The same of names that no database is known of. */
  public static String text(
      ObjectSet.BeforeDays<Map<TableName, ObjectSet.FormerNames>> days, ZoneId zone) {
    StringBuilder text = new StringBuilder();
    days.days()
        .forEach(
            (day, tables) ->
                new TreeMap<>(tables)
                    .forEach(
                        (table, names) ->
                            text.append(
                                day + " " + zone + " " + table + " " + names.text() + "\n")));
    return text.toString();
  }
}
