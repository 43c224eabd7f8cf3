package org.quietus.backup.version;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.objectstore.Pin;
import org.quietus.target.BackupTask;

/** What the objects of a set hold: how they are read, and what of them is sought. */
public interface Contents {

  /** Whether a run looks into every object, also into those that were searched before. */
  boolean isSought(BackupTask task);

  /** Whether what turns up later is searched for persons whom earlier runs erased. */
  boolean isSearchedLater();

  /** Whether it is noted what values are in a version, so that it need not be read again. */
  default boolean isFiltered() {
    return false;
  }

  /** What need not be read again, for people; empty if everything was. */
  default Optional<String> spared() {
    return Optional.empty();
  }

  /** Whether nothing but the rows that name an object decides on it, so that no other is listed. */
  boolean isNamedAlone();

  /** Whether objects of a folder are one backup, by those of them that can be read. */
  boolean isOneBackup(List<Pin> folder);

  /**
   * Whether objects of a folder are one backup, by what earlier runs have noted of them; empty if
   * that does not tell.
   */
  default Optional<Boolean> notedAsOne(SetContext set, List<Pin> folder) {
    return Optional.empty();
  }

  /** Whether all objects of a folder are one backup, whatever they are called. */
  default boolean isFolder() {
    return false;
  }

  /** The tables whose names the names of objects may hold. */
  default Set<String> tables() {
    return Set.of();
  }

  /**
   * Reads a version to its end, unless it was in this run, and returns why it does not count as a
   * whole backup; empty if it does.
   *
   * @throws org.quietus.backup.Trouble if it is cut short, or something else than its name says
   */
  default Optional<String> lacking(Pin version) {
    return Optional.empty(); // of most formats every part stands for itself
  }

  /**
   * The tables of which a version has the rows, or says that there are none; in lower case.
   *
   * @param tables others than the set's database's with the name of theirs before them
   * @param hasRows whether it has rows of any, as far as that can be seen
   */
  record HeldTables(Set<String> tables, boolean hasRows) {}

  /**
   * The tables of which a version has the rows; empty of a format that does not tell.
   *
   * @throws org.quietus.backup.Trouble if it cannot be read to its end
   * @throws org.quietus.objectstore.StoreException if the store does not give it out
   */
  default Optional<HeldTables> held(Pin version) {
    return Optional.empty();
  }

  /** How much of a version has to be held at once, as far as its size tells. */
  default long heldAtOnce(long size) {
    return 0; // of most formats a row
  }

  /**
   * A database that a version says it is of.
   *
   * @param another why it is not known to be the set's but another one beside it; empty if nothing
   *     says so
   */
  record SaidDatabase(String name, Optional<String> another) {}

  /**
   * The database that a version says it is of; empty if it says none.
   *
   * @param all versions of the set that are there
   * @throws org.quietus.backup.Trouble if it cannot be decrypted
   * @throws org.quietus.objectstore.StoreException if the store does not give it out
   */
  default Optional<SaidDatabase> database(Pin version, List<Pin> all) {
    return Optional.empty();
  }

  /** A search of what belongs together; {@code entries} are all of it. */
  UnitSearch search(SetContext set, String unit, List<JournalEntry> entries);

  /** How messages call the set's objects. */
  ObjectNames names();
}
