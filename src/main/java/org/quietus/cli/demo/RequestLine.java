package org.quietus.cli.demo;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.quietus.job.RequestSummary;

/** A request as one line of a demo's page. */
final class RequestLine {
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private RequestLine() {}

  /** A request: its id, ground and state, and until when it stays so. */
  static String of(RequestSummary request, ZoneId zone) {
    return "request "
        + request.id()
        + " ("
        + request.ground()
        + ") is "
        + request.state()
        + until(request, zone);
  }

  private static String until(RequestSummary request, ZoneId zone) {
    return switch (request.state()) {
      case "cooling-off" ->
          request.coolingOffEnds().map(end -> " until " + local(end, zone)).orElse("");
      case "settling" ->
          request
              .settlesAt()
              .map(end -> ", to be searched again from " + local(end, zone))
              .orElse("");
      case "deferred", "completed" ->
          request.keptUntil().map(day -> ", next kept rows due " + day).orElse("");
      default -> "";
    };
  }

  private static String local(Instant moment, ZoneId zone) {
    return MINUTES.format(moment.atZone(zone));
  }
}
