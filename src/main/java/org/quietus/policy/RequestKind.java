package org.quietus.policy;

import java.util.List;
import java.util.Locale;

/** What a request asks for; written in the job file and on the command line in lower case. */
public enum RequestKind {
  /** That the person's data is erased. */
  ERASURE,
  /** To see the person's data, or to have a copy of it. */
  ACCESS,
  /** An answer to a question. */
  CONTACT,
  /** That a wrong be looked into. */
  COMPLAINT;

  /** Those that people answer, and for which nothing is erased. */
  public static final List<RequestKind> ANSWERED = List.of(ACCESS, CONTACT, COMPLAINT);

  public boolean isErasure() {
    return this == ERASURE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
