package org.quietus.certificate.log;

import java.util.List;

/**
 * What the witnesses of a policy make of a checkpoint.
 *
 * @param isGood whether the quorum is reached, and nothing is forged
 * @param cosigned the names of those who cosigned, as the policy gives them
 * @param others of each other one, what it did instead
 */
public record Witnessed(boolean isGood, List<String> cosigned, List<String> others) {

  public Witnessed {
    cosigned = List.copyOf(cosigned);
    others = List.copyOf(others);
  }

  /** The same in words, without a full stop. */
  public String finding() {
    String by = cosigned.isEmpty() ? "nobody" : String.join(", ", cosigned);
    if (isGood) {
      return cosigned.isEmpty()
          ? "not cosigned, which the policy does not ask for"
          : "cosigned by " + by + ", who are enough by the policy";
    }
    return "the witnesses who cosigned are not enough by the policy: cosigned by "
        + by
        + others.stream().map(other -> "; " + other).reduce("", String::concat);
  }
}
