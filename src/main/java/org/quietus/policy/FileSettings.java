package org.quietus.policy;

import java.time.Period;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Objects in one object store that are data of their own, such as log files.
 *
 * @param name the job file's name for them, unlike that of any database or backup set
 * @param database with the persons whom they are about
 * @param store where they lie
 * @param format {@code jsonl}, {@code csv}, {@code tsv} or {@code parquet}, or {@code opaque} for
 *     what is never looked into
 * @param layout how rows are written; empty for a format that has none
 * @param keep how long an object is kept from its original creation on
 * @param namedBy columns that hold keys of the objects, which go with the last row that names them
 * @param from the path to the moment of each record
 * @param zone of moments that are written without one
 * @param records how long each record is kept
 * @param persons by kind of data subject: path to the column of the subject's table that holds the
 *     same value
 * @param onErasure what happens to a person's records
 * @param anonymise path to strategy
 * @param categories path to category
 * @param filters whether digests of what tells persons are kept, so that a later erasure reads only
 *     the objects that may hold its person
 * @param encryption commands that objects are decrypted and encrypted by
 * @param schemaBefore how the paths were called once
 */
public record FileSettings(
    String name,
    String database,
    String store,
    ObjectGlob objects,
    String format,
    Optional<RowLayout> layout,
    Optional<Period> keep,
    List<ColumnName> namedBy,
    Optional<String> from,
    Optional<ZoneId> zone,
    Optional<RecordRule> records,
    Map<String, Map<String, String>> persons,
    Then onErasure,
    Map<String, StrategySpec> anonymise,
    Map<String, String> categories,
    boolean filters,
    Optional<ObjectSet.Encryption> encryption,
    ObjectSet.BeforeDays<ObjectSet.FormerNames> schemaBefore) {

  /** How long each record is kept, and what happens then. */
  public record RecordRule(Period keep, Then then, Optional<String> because) {}

  /** How certificates and the ledger call the records. */
  public TableName recordsTable() {
    return new TableName(name, "(records)");
  }

  /** The objects as whoever works on them sees them. */
  public ObjectSet set() {
    return new ObjectSet(
        ObjectSet.Kind.FILES,
        name,
        store,
        objects,
        format,
        keep,
        persons.isEmpty() && namedBy.isEmpty() ? OnErasure.EXPIRE : OnErasure.REWRITE,
        0,
        Optional.empty(),
        encryption);
  }

  /** Whether anything is done to single records. */
  public boolean isRead() {
    return records.isPresent() || !persons.isEmpty();
  }

  /** Whether nothing but the rows that name an object decides on it. */
  public boolean isNamedAlone() {
    return !namedBy.isEmpty() && keep.isEmpty() && !isRead();
  }

  /** Whether records are ever anonymised. */
  public boolean isAnonymised() {
    return (!persons.isEmpty() && onErasure == Then.ANONYMISE)
        || records.filter(rule -> rule.then() == Then.ANONYMISE).isPresent();
  }

  /** Every path that has to be looked at in a record, each once. */
  public List<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    from.ifPresent(paths::add);
    persons.values().forEach(columns -> paths.addAll(columns.keySet()));
    paths.addAll(anonymise.keySet());
    return List.copyOf(paths);
  }

  /**
   * The same of objects in which paths had other names. Where records say nothing of what they
   * have, as in JSON Lines, persons are sought under the names of today, too.
   */
  public FileSettings with(ObjectSet.FormerNames former) {
    Map<String, Map<String, String>> then = new LinkedHashMap<>();
    persons.forEach((subject, columns) -> then.put(subject, renamed(columns, former)));
    return new FileSettings(
        name,
        database,
        store,
        objects,
        format,
        layout,
        keep,
        namedBy,
        from.filter(path -> !former.without().contains(path))
            .map(path -> former.columns().getOrDefault(path, path)),
        zone,
        records,
        then,
        onErasure,
        renamed(anonymise, former),
        categories,
        filters,
        encryption,
        ObjectSet.BeforeDays.none());
  }

  private <T> Map<String, T> renamed(Map<String, T> paths, ObjectSet.FormerNames former) {
    Map<String, T> then = new LinkedHashMap<>();
    boolean open = format.equals("jsonl");
    paths.forEach(
        (path, what) -> {
          if (open || !former.named().contains(path)) {
            then.put(path, what);
          }
        });
    former
        .columns()
        .forEach(
            (path, was) ->
                Optional.ofNullable(paths.get(path)).ifPresent(what -> then.put(was, what)));
    return then;
  }

  /** What is done with a person's records, as the ledger writes it. */
  public Map<String, String> strategies() {
    Map<String, String> names = new LinkedHashMap<>();
    anonymise.forEach((path, strategy) -> names.put(path, strategy.name()));
    return names;
  }
}
