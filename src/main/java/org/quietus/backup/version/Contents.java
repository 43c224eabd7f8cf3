package org.quietus.backup.version;

import java.util.List;
import org.quietus.objectstore.Pin;
import org.quietus.target.BackupTask;

/** What the objects of a set hold: how they are read, and what of them is sought. */
interface Contents {

  /** Whether a run looks into every object, also into those that were searched before. */
  boolean isSought(BackupTask task);

  /** Whether the objects of a folder are one backup, by two of them. */
  boolean isOneBackup(List<Pin> two);

  /** A search of what belongs together; {@code entries} are all of it. */
  UnitSearch search(SetContext set, String unit, List<JournalEntry> entries);

  /** How messages call the set's objects. */
  ObjectNames names();
}
