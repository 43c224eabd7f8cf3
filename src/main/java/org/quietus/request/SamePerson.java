package org.quietus.request;

import java.util.Optional;

/**
 * Ties the requests of one person who is of several kinds, in as many databases: those that a run
 * takes in name the one that somebody made by their evidence, which outlives the database with
 * them.
 */
public final class SamePerson {
  private static final String PREFIX = "same-person/";

  private SamePerson() {}

  /** The evidence reference of requests that follow another one. */
  public static String evidence(String request) {
    return PREFIX + request;
  }

  /** The request that another one follows, if it does so. */
  public static Optional<String> first(Filing filing) {
    return filing
        .evidence()
        .filter(evidence -> evidence.startsWith(PREFIX))
        .map(evidence -> evidence.substring(PREFIX.length()));
  }
}
