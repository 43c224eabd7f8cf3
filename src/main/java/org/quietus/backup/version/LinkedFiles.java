package org.quietus.backup.version;

import org.quietus.backup.journal.JournalEntry;
import org.quietus.objectstore.ObjectDetails;

/** What further names of a file mean for what is said of it. */
final class LinkedFiles {
  private final SetContext set;

  LinkedFiles(SetContext set) {
    this.set = set;
  }

  /** What keeps a version, as a certificate calls it. */
  String protection(ObjectDetails details) {
    if (!details.linkedElsewhere()) {
      return JournalEntry.ACCESS_CONTROLLED;
    }
    say("a file has a hard link outside the store, which keeps its content; remove that name too");
    return JournalEntry.LINKED;
  }

  /** The same of a version that is to go as a whole, with no other name that a set looks after. */
  String protectionOfWhole(ObjectDetails details) {
    if (details.names().stream().allMatch(set.inSomeSet())) {
      return protection(details);
    }
    say(
        "a file past its period has another name in the store, which is in no backup set and keeps"
            + " its content; remove that name too, or give it a set");
    return JournalEntry.LINKED;
  }

  private void say(String what) {
    set.task().notes().accept(set.settings().label() + ": " + what);
  }
}
