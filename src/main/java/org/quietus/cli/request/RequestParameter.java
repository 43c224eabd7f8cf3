package org.quietus.cli.request;

import java.util.List;
import org.quietus.cli.input.IdArgument;
import org.quietus.cli.input.ShortId;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import picocli.CommandLine.Parameters;

/** The REQUEST that a command is about: its id, or as much of its beginning as is unique. */
final class RequestParameter {

  @Parameters(
      index = "0+", // after the job
      paramLabel = "REQUEST",
      converter = IdArgument.class,
      description = "The id of the request.")
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
  String at(RequestDesk desk) {
    return among(desk.all());
  }

  /** The same among some requests. */
  String among(List<RequestSummary> all) {
    return ShortId.of("request", id, all.stream().map(RequestSummary::id));
  }
}
