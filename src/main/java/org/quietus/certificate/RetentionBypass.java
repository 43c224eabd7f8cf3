package org.quietus.certificate;

import java.util.List;

/**
 * Which object versions were removed although a retention of the store in mode GOVERNANCE forbade
 * it; a retention in mode COMPLIANCE and a legal hold are never bypassed.
 */
public record RetentionBypass(List<Of> sets) {

  /**
   * Those of one set.
   *
   * @param set as the job file names it
   * @param versions how many were removed
   * @param because why that is allowed, in the controller's words
   */
  public record Of(String set, long versions, String because) {
    public Of {
      SafeText.line("the name of a set", set);
      SafeText.line("why a retention was bypassed", because);
      if (versions < 1) {
        throw new IllegalArgumentException("versions that were removed are at least one");
      }
    }
  }

  public RetentionBypass {
    sets = List.copyOf(sets);
    if (sets.isEmpty()) {
      throw new IllegalArgumentException("no retention was bypassed");
    }
  }
}
