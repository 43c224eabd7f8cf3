package org.quietus.plan.make;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes JSON pointers (RFC 6901) to keys of the job file. */
final class Pointer {
  private Pointer() {}

  /** The pointer to a key below others; each is escaped. */
  static String to(Object... keys) {
    return Stream.of(keys)
        .map(key -> "/" + key.toString().replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }
}
