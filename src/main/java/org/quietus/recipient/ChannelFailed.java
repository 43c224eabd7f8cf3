package org.quietus.recipient;

/** An attempt to tell that failed; holds a code and nothing of the recipient's reply. */
final class ChannelFailed extends RuntimeException {
  private final String code;
  private final boolean ofRecipient;

  private ChannelFailed(String code, boolean ofRecipient) {
    super(code);
    this.code = code;
    this.ofRecipient = ofRecipient;
  }

  /**
   * The recipient cannot be reached at all, so that its other notices will not get there either.
   */
  static ChannelFailed unreachable(String code) {
    return new ChannelFailed(code, true);
  }

  /** The recipient did not take this notice. */
  static ChannelFailed refused(String code) {
    return new ChannelFailed(code, false);
  }

  /** What the list of notices says, e.g. {@code http-503}. */
  String code() {
    return code;
  }

  boolean isOfRecipient() {
    return ofRecipient;
  }
}
