package org.quietus.policy.read;

import org.quietus.policy.BackupSettings;
import org.quietus.policy.ObjectGlob;

/** Checks which folders a set says are one backup each. */
final class BackupFolderChecks {
  private BackupFolderChecks() {}

  /** Other formats know by what is in the files which of them are one backup. */
  static void check(BackupSettings set, String pointer, Problems problems) {
    if (set.folders().isEmpty()) {
      return;
    }
    String at = pointer + "/folders";
    String folders = set.folders().get().text();
    if (!set.set().isOpaque()) {
      problems.add(
          "NO-USE",
          at,
          "%s has 'format: %s', and what is in the files tells which of them are one backup"
              .formatted(JobTree.path(pointer), set.format()),
          "remove 'folders', or write 'format: opaque' and 'on-erasure: expire'");
    } else if (folders.endsWith("/")) {
      problems.add(
          "BAD-FOLDERS",
          at,
          JobTree.path(at) + " ends with a slash",
          "write 'folders: \"%s\"'".formatted(folders.replaceAll("/+$", "")));
    } else if (!new ObjectGlob(folders + "/**").meets(set.objects())) {
      problems.add(
          "BAD-FOLDERS",
          at,
          JobTree.path(at) + " names no folder that one of the 'objects' can lie in",
          "write e.g. 'objects: \"physical/**\"' and 'folders: \"physical/*\"'");
    }
  }
}
