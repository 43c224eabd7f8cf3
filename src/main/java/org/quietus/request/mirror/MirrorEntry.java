package org.quietus.request.mirror;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that must outlive the database, e.g. that a hold was set.
 *
 * @param number 1 for a job's first entry, without gaps
 * @param about the opaque id of the request, hold or other thing that it tells of
 * @param at when it happened, in whole microseconds
 * @param content what JSON can hold: strings, integers, booleans, lists and maps with string keys;
 *     never an identifier
 */
public record MirrorEntry(
    long number, Kind kind, String about, Instant at, Map<String, Object> content) {
  public MirrorEntry {
    content = Map.copyOf(content);
  }

  /** What an entry tells of. */
  public enum Kind {
    /** A request changed its state. */
    REQUEST,
    /** A hold or restriction was set or lifted. */
    HOLD,
    /** A person was erased: tokens to know them by. */
    SUPPRESSION,
    /** A key epoch began or ended. */
    KEY_EPOCH,
    /** A requester is to be told something, or was. */
    ANSWER,
    /** A recipient is to be told of an erasure, or was. */
    NOTICE,
    /** Somebody said whose rows of copies are: tokens to know them by. */
    REVIEW;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
