package org.quietus.cli.input;

import java.util.List;
import java.util.stream.Stream;
import org.quietus.job.Refusal;

/** Ids are given whole, or by as much of their beginning as is unique. */
public final class ShortId {
  private ShortId() {}

  /**
   * The id that was meant; what leads to none is given back as it is, for others to say so.
   *
   * @param kind e.g. {@code request}
   * @throws Refusal if several ids begin so
   */
  public static String of(String kind, String given, Stream<String> known) {
    List<String> meant = known.filter(id -> id.startsWith(given)).toList();
    if (meant.contains(given) || meant.isEmpty() || given.isEmpty()) {
      return given;
    }
    if (meant.size() > 1) {
      throw new Refusal(
          "several " + kind + "s begin with " + given + ": " + String.join(", ", meant));
    }
    return meant.get(0);
  }
}
