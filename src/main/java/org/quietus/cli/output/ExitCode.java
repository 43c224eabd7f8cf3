package org.quietus.cli.output;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The process's exit codes: whether somebody has to act, and who. */
public enum ExitCode {
  OK(0, "all that may and must go now is gone, or nothing was due"),
  BUG(1, "a bug"),
  REFUSED(2, "usage, job file, credentials or environment; nothing was touched"),
  FAILED(4, "failed, stopped by a signal, or the database is down; the same command continues"),
  LOCKED(5, "another run holds the lock"),
  NOT_VERIFIED(6, "what should be gone was found, or a certificate is not good"),
  WAITS(7, "waits for a person: approve, abandon, or replay"),
  PARTIAL(8, "something could not be reached or decided; what it is was printed"),
  TO_DO(9, "a --check found something to do");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** What the process ends with. */
  public int code() {
    return code;
  }

  /** The one of that number; there must be one. */
  public static ExitCode of(int code) {
    return Arrays.stream(values()).filter(exit -> exit.code == code).findFirst().orElseThrow();
  }

  /** Code to meaning, in the order of the codes, as help texts show them. */
  public static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(exit -> meanings.put(" " + exit.code, exit.meaning));
    return meanings;
  }
}
