package org.quietus.control;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.request.SealingKey;

/** Keys of rows as the queue stores them: sealed, unless they are numbers, which tell nothing. */
final class StoredKeys {
  private static final String SEALED = "#";

  private final Supplier<SealingKey> load;
  private @Nullable SealingKey key;

  /** {@code load} is asked once, and only for a key that is not of numbers. */
  StoredKeys(Supplier<SealingKey> load) {
    this.load = load;
  }

  @Nullable String text(Optional<RowValues> row, String run) {
    if (row.isEmpty()) {
      return null;
    }
    String encoded = row.get().encode();
    return row.get().isIntegers()
        ? encoded
        : SEALED
            + Base64.getEncoder()
                .encodeToString(key().seal(encoded.getBytes(StandardCharsets.UTF_8), context(run)));
  }

  Optional<RowValues> row(@Nullable String text, String run) {
    if (text == null) {
      return Optional.empty();
    }
    return Optional.of(
        RowValues.decode(
            text.startsWith(SEALED)
                ? new String(
                    key()
                        .open(
                            Base64.getDecoder().decode(text.substring(SEALED.length())),
                            context(run)),
                    StandardCharsets.UTF_8)
                : text));
  }

  private static String context(String run) {
    return "range " + run;
  }

  private synchronized SealingKey key() {
    SealingKey loaded = key;
    if (loaded == null) {
      loaded = load.get();
      key = loaded;
    }
    return loaded;
  }
}
