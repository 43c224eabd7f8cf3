package org.quietus.cli.recipient;

import java.util.List;
import org.quietus.cli.input.IdArgument;
import org.quietus.cli.input.ShortId;
import org.quietus.job.RecipientDesk;
import org.quietus.recipient.Notice;
import picocli.CommandLine.Parameters;

/** The NOTICE that a command is about: its id, or as much of its beginning as is unique. */
final class NoticeParameter {

  @Parameters(
      index = "0+", // after the job
      paramLabel = "NOTICE",
      converter = IdArgument.class,
      description = "The id of the notice.")
  private String id;

  /** As it was given. */
  String given() {
    return id;
  }

  /**
   * The id that was meant; what leads to none is given back as it is.
   *
   * @throws org.quietus.job.Refusal if several begin so
   */
  String at(RecipientDesk desk) {
    return among(desk.notices());
  }

  /** The same among some notices. */
  String among(List<Notice> all) {
    return ShortId.of("notice", id, all.stream().map(Notice::id));
  }
}
