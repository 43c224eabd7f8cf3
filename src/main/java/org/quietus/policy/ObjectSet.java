package org.quietus.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Objects of one store that are kept alike.
 *
 * @param name the job file's name for them, unlike that of any database or other set
 * @param store where they lie
 * @param format the name of what is in them, e.g. {@code mysqldump}
 * @param keep how long an object is kept from its original creation on; empty if for good
 * @param onErasure what an erasure does to them
 * @param keepGenerations how many of the newest ones stay however old they are
 * @param folders which folders are one backup each; empty if only files that are known tell
 * @param encryption commands that decrypt and encrypt the objects
 */
public record ObjectSet(
    Kind kind,
    String name,
    String store,
    ObjectGlob objects,
    String format,
    Optional<Period> keep,
    OnErasure onErasure,
    int keepGenerations,
    Optional<ObjectGlob> folders,
    Optional<Encryption> encryption) {

  /**
   * Commands that decrypt objects of a set, and encrypt what is written in their place: each reads
   * what goes in and writes what comes out.
   *
   * @param decrypt the program and its arguments
   * @param encrypt the same the other way round
   */
  public record Encryption(List<String> decrypt, List<String> encrypt) {
    public Encryption {
      decrypt = List.copyOf(decrypt);
      encrypt = List.copyOf(encrypt);
    }
  }

  /**
   * What was so of all that was made before certain days, each of which says all of it.
   *
   * @param days the first days on which it was not so any more
   */
  public record BeforeDays<T>(NavigableMap<LocalDate, T> days) {
    public BeforeDays {
      days = Collections.unmodifiableNavigableMap(new TreeMap<>(days));
    }

    /** Nothing was otherwise than today. */
    public static <T> BeforeDays<T> none() {
      return new BeforeDays<>(new TreeMap<>());
    }

    public boolean isEmpty() {
      return days.isEmpty();
    }

    /** What was so when something was made; empty if that is as it is today. */
    public Optional<Map.Entry<LocalDate, T>> at(Instant made, ZoneId zone) {
      return Optional.ofNullable(days.higherEntry(made.atZone(zone).toLocalDate()));
    }
  }

  /**
   * How a table, or what is looked for in records, was called once.
   *
   * @param table empty if the table was called as it is today, and of records
   * @param columns what columns were called, by their names of today
   * @param without columns of today that were not there yet
   */
  public record FormerNames(
      Optional<String> table, Map<String, String> columns, Set<String> without) {
    public FormerNames {
      columns = Map.copyOf(columns);
      without = Set.copyOf(without);
    }

    /** Everything of it, the same for the same names. */
    public String text() {
      return table + " " + new TreeMap<>(columns) + " " + new TreeSet<>(without);
    }

    /** The columns of today that it says something of. */
    public Set<String> named() {
      Set<String> named = new LinkedHashSet<>(columns.keySet());
      named.addAll(without);
      return named;
    }
  }

  /** What the objects of a set are to the job. */
  public enum Kind {
    /** Copies of a database. */
    BACKUP("backup set"),
    /** Data of their own. */
    FILES("files");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /** How messages begin that are about the set, e.g. {@code backup set 'nightly'}. */
  public String label() {
    return kind.label + " '" + name + "'";
  }

  /** Whether persons are taken out of the objects. */
  public boolean isRewritten() {
    return onErasure == OnErasure.REWRITE;
  }

  /** Whether the objects are never looked into. */
  public boolean isOpaque() {
    return format.equals("opaque");
  }
}
