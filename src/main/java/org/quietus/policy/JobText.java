package org.quietus.policy;

import java.util.Map;

/**
 * The text of a job file, before {@code ${}} substitution and so without secrets, and where its
 * keys stand in it.
 *
 * @param file the path as the user gave it, for messages
 * @param digest SHA-256 of the text's UTF-8 bytes, lower-case hex
 * @param lines JSON pointer (RFC 6901, e.g. {@code /retention/old-visits/from}) to line, counted
 *     from 1
 */
public record JobText(String file, String text, String digest, Map<String, Integer> lines) {

  /** The line of a key; of the nearest key around it if it is not there; 1 if there is none. */
  public int lineOf(String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
    }
    return 1;
  }

  /** A problem with the key at a JSON pointer. */
  public Problem problem(String id, String pointer, String what, String mend) {
    return new Problem(id, file, lineOf(pointer), what, mend);
  }
}
