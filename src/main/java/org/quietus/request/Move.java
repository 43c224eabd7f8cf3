package org.quietus.request;

/** What can happen to a request; when and by whom stands in {@link Transitions}. */
public enum Move {
  /** It comes in; the only one that leads from nowhere. */
  FILE("request add"),
  /** The requester is asked to show who they are. */
  ASK_IDENTITY("request verify --ask"),
  /** The requester has shown who they are. */
  VERIFY("request verify"),
  /** Time to think better of it is over, or is cut short. */
  APPROVE("request approve"),
  REFUSE("request refuse"),
  /** The requester withdraws it. */
  CANCEL("request cancel"),
  /** Nobody showed who they are. */
  EXPIRE("request expire"),
  /** The requester's objection to the processing is right. */
  UPHOLD("request object --upheld"),
  /** The requester's objection to the processing is not right. */
  REJECT("request object --rejected"),
  /** Somebody has answered what was asked, and nothing was to be erased. */
  ANSWER("request answer"),
  /** There is more time to answer. */
  EXTEND("request extend"),
  /** Nothing may be done with the person's data until that is lifted. */
  RESTRICT("request restrict"),
  /** The restriction is lifted. */
  UNRESTRICT("request unrestrict"),
  /** Somebody looked whose the rows are that its identifiers lead to. */
  REVIEW("request review"),
  /** Somebody looked whose rows of copies are of which a run could not say. */
  REVIEW_COPY("request review --theirs"),
  /** What cannot be read any more of what was known of its person's rows is given up. */
  ACCEPT("request accept"),
  /** The same person asked for the same once more. */
  MERGE("request add"),
  /** A run begins to act on it. */
  TAKE_UP("run"),
  /** A hold let the run do nothing for it. */
  PUT_BACK("run"),
  /** A run has acted on it, and will look once more. */
  SETTLE("run"),
  /** A run has acted on it, but for what a law says to keep for a while. */
  DEFER("run"),
  /** A run has done all there was to do. */
  COMPLETE("run");

  private final String command;

  Move(String command) {
    this.command = command;
  }

  /** What a person types to make it, without the job and the request. */
  String command() {
    return command;
  }

  @Override
  public String toString() {
    return Codes.of(this);
  }
}
