package org.quietus.policy.condition;

/** A text is not a condition that may be run; the message is the reason and quotes no literal. */
public final class InvalidCondition extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidCondition(String reason) {
    super(reason);
  }

  /** Why the condition was refused; never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
