package org.quietus.cli.answer;

import java.util.List;
import org.quietus.cli.input.IdArgument;
import org.quietus.cli.input.ShortId;
import org.quietus.request.Answer;
import picocli.CommandLine.Parameters;

/** The ANSWER that a command is about: its id, or as much of its beginning as is unique. */
final class AnswerParameter {

  @Parameters(
      index = "0+", // after the job
      paramLabel = "ANSWER",
      converter = IdArgument.class,
      description = "The id of the answer.")
  private String id;

  /** As it was given. */
  String given() {
    return id;
  }

  /**
   * The id that was meant among some answers; what leads to none is given back as it is.
   *
   * @throws org.quietus.job.Refusal if several begin so
   */
  String among(List<Answer> all) {
    return ShortId.of("answer", id, all.stream().map(Answer::id));
  }
}
