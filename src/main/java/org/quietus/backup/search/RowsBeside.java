package org.quietus.backup.search;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.version.SetContext;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpSchema;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;

/**
 * Rows that lie in objects beside the one with their CREATE TABLE, as {@code mysqldump --tab} and
 * MySQL Shell write them: whoever takes the dump for the whole backup passes them over.
 */
final class RowsBeside {
  private static final Pattern ENDING = Pattern.compile("\\.sql(\\.[A-Za-z0-9]+)?$");
  private static final Pattern ROWS =
      Pattern.compile("([.@][^/]*)?\\.(txt|tsv|csv|dat)(\\.[A-Za-z0-9]+)?");

  private static final Pattern OF_FOLDER =
      Pattern.compile(".+\\.(sql|txt|tsv|csv|dat)(\\.[A-Za-z0-9]+)?");

  private final SetContext set;
  private final DumpFormat format;
  private final Set<String> folders = new HashSet<>();

  RowsBeside(SetContext set, DumpFormat format) {
    this.set = set;
    this.format = format;
  }

  /** Whether a version declares tables and has no rows. */
  static boolean isBare(DumpSchema schema) {
    return !schema.declarations().isEmpty() && schema.sources().isEmpty();
  }

  /**
   * Requires that no rows of a version lie where nobody looks.
   *
   * @param bare whether it declares tables and has no rows
   * @throws Trouble as {@code unsupported}
   */
  void requireNone(SealedVersion version, boolean bare) {
    if (!format.isFolder()) {
      if (bare) {
        requireAll(version);
      }
    } else if (folders.add(SealedVersion.folder(version.key()))) {
      requireAll(SealedVersion.folder(version.key()));
    }
  }

  /**
   * Requires of a folder in which one dump lies that no file which may have rows is left out, or
   * that says of others what they have.
   *
   * @throws Trouble as {@code unsupported} if no set of the job covers one
   */
  private void requireAll(String folder) {
    try (Stream<ObjectVersion> all = set.store().versions(folder)) {
      boolean isLeftOut =
          all.filter(version -> !version.deleteMarker())
              .map(ObjectVersion::key)
              .filter(key -> SealedVersion.folder(key.value()).equals(folder))
              .filter(key -> isOf(key.value().substring(folder.length())))
              .anyMatch(key -> !set.inSomeSet().test(key));
      if (isLeftOut) {
        throw new Trouble(
            VersionState.UNSUPPORTED,
            "its folder has files that may hold rows, or say how many there are, which no set of"
                + " the job covers; let 'objects' of the set match all files of the dump, e.g. with"
                + " '**' at its end, or move elsewhere what is not of it");
      }
    }
  }

  private boolean isOf(String name) {
    return OF_FOLDER.matcher(name).matches() || format.says(name);
  }

  /**
   * Requires a version that declares tables and has no rows to be all that there is of them.
   *
   * @throws Trouble as {@code unsupported} if rows of it lie where no set of the job covers them
   */
  private void requireAll(SealedVersion version) {
    String stem = ENDING.matcher(version.key()).replaceFirst("");
    try (Stream<ObjectVersion> beside = set.store().versions(stem)) {
      if (beside.anyMatch(other -> isLeft(other, stem))) {
        throw new Trouble(
            VersionState.UNSUPPORTED,
            "it has tables without rows, and files with rows beside it, as mysqldump --tab and"
                + " MySQL Shell write them, which no set of the job covers; write 'format:"
                + " mysqldump-tab' if mysqldump --tab wrote them, 'format: mysql-shell' if MySQL"
                + " Shell did, else dump rows and structure into one file, or give those files a"
                + " set, e.g. under 'files' with 'format: tsv'");
      }
    }
  }

  private boolean isLeft(ObjectVersion other, String stem) {
    ObjectKey key = other.key();
    return !other.deleteMarker()
        && ROWS.matcher(key.value().substring(stem.length())).matches()
        && !set.inSomeSet().test(key);
  }
}
