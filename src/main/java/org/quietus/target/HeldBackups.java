package org.quietus.target;

import org.quietus.hold.HoldsChanged;

/**
 * What holds on the data mean for its backups.
 *
 * @param any whether anything is held, so that no object goes as a whole
 * @param ofRows whether rows that meet a condition are held; no dump can be asked for such a
 *     condition, so none is rewritten
 * @param unchanged runs work in one transaction on the control schema in which no hold can be set
 *     or released; throws {@link HoldsChanged} if one was since
 */
public record HeldBackups(boolean any, boolean ofRows, BackupTask.Fenced unchanged) {
  /** Nothing is held, and never will be. */
  public static final HeldBackups NONE = new HeldBackups(false, false, Runnable::run);
}
