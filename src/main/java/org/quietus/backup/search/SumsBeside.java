package org.quietus.backup.search;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;

/**
 * Signatures and checksums of one object that lie beside it under its name: whoever checks a backup
 * by them before it is restored would refuse one that was rewritten.
 */
final class SumsBeside {
  private static final Pattern ENDING =
      Pattern.compile("(?i)\\.(sig|asc|minisig|p7s|(sha1|sha256|sha512|md5|b2)(sum)?)");

  private SumsBeside() {}

  /**
   * Requires that there is none.
   *
   * @throws Trouble as {@code unsupported}
   */
  static void requireNone(ObjectStore store, ObjectKey key) {
    ending(store, key)
        .ifPresent(
            ending -> {
              throw new Trouble(
                  VersionState.UNSUPPORTED,
                  "a signature or a checksum of it lies beside it as 'NAME%s', which would not fit it any more once it is rewritten; remove that file, and run again"
                      .formatted(ending));
            });
  }

  private static Optional<String> ending(ObjectStore store, ObjectKey key) {
    try (Stream<ObjectVersion> beside = store.versions(key.value() + ".")) {
      return beside
          .filter(version -> version.latest() && !version.deleteMarker())
          .map(version -> version.key().value().substring(key.value().length()))
          .filter(rest -> ENDING.matcher(rest).matches())
          .findFirst();
    }
  }
}
