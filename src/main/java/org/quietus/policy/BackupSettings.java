package org.quietus.policy;

import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Backups of one database in one object store that are made and kept alike.
 *
 * @param name the job file's name for them, unlike that of any database
 * @param database whose data they hold
 * @param store where they lie
 * @param format {@code mysqldump}, {@code pg_dump}, or {@code opaque} for what is never looked into
 * @param keep how long an object is kept from its original creation on
 * @param databases further names that the database has in dumps
 * @param filters whether digests of what tells persons are kept, so that a later erasure reads only
 *     the backups that may hold its person
 * @param pitr how binary logs are replayed on what was restored; empty if the job file does not say
 * @param zone of TIMESTAMP values in dumps that do not say so themselves
 * @param encryption commands that objects are decrypted and encrypted by
 * @param keepGenerations how many of the newest backups stay however old they are
 * @param folders which folders of an opaque set are one backup each, with all that is in them
 * @param schemaBefore how tables and their columns were called once, by the tables' names of today
 */
public record BackupSettings(
    String name,
    String database,
    String store,
    ObjectGlob objects,
    String format,
    Period keep,
    OnErasure onErasure,
    int keepGenerations,
    Optional<ObjectGlob> folders,
    List<String> databases,
    boolean filters,
    Optional<LogReplay> pitr,
    Optional<ZoneId> zone,
    Optional<ObjectSet.Encryption> encryption,
    ObjectSet.BeforeDays<Map<TableName, ObjectSet.FormerNames>> schemaBefore) {
  public BackupSettings {
    databases = List.copyOf(databases);
  }

  /** Backups of which nothing is kept but what they are. */
  public BackupSettings(
      String name,
      String database,
      String store,
      ObjectGlob objects,
      String format,
      Period keep,
      OnErasure onErasure,
      int keepGenerations,
      List<String> databases,
      Optional<ZoneId> zone) {
    this(
        name,
        database,
        store,
        objects,
        format,
        keep,
        onErasure,
        keepGenerations,
        Optional.empty(),
        databases,
        false,
        Optional.empty(),
        zone,
        Optional.empty(),
        ObjectSet.BeforeDays.none());
  }

  /** The objects as whoever works on them sees them. */
  public ObjectSet set() {
    return new ObjectSet(
        ObjectSet.Kind.BACKUP,
        name,
        store,
        objects,
        format,
        Optional.of(keep),
        onErasure,
        keepGenerations,
        folders,
        encryption);
  }

  /** Whether persons are taken out of the objects. */
  public boolean isRewritten() {
    return onErasure == OnErasure.REWRITE;
  }
}
