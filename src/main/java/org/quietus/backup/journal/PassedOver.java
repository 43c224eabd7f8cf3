package org.quietus.backup.journal;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.KeyTokens;

/** What is written in the place of a request where a version was not searched for others. */
public final class PassedOver {
  /** Stands for a kind of person. */
  private static final String SUBJECT = "subject-";

  /** Stands for everybody, where a version was not searched to its end. */
  static final String EVERYBODY = "everybody";

  /** The same, where what told whose its rows are may have been taken out of others meanwhile. */
  static final String EVERYBODY_LATE = EVERYBODY + "-late";

  private PassedOver() {}

  /** What stands for a former subject. */
  public static String former(KeyTokens tokens, String subject) {
    return SUBJECT + tokens.hex(SUBJECT, subject).substring(0, 24);
  }

  /** What stands for each of some former subjects. */
  static Set<String> former(KeyTokens tokens, Collection<String> subjects) {
    return subjects.stream().map(name -> former(tokens, name)).collect(Collectors.toSet());
  }

  /** Whether it is a former subject. */
  public static boolean isFormer(String request) {
    return request.startsWith(SUBJECT);
  }

  /** Whether it says that nobody was sought to the end. */
  public static boolean isUnfinished(String request) {
    return request.startsWith(EVERYBODY);
  }
}
