package org.quietus.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.job.RequestSummary;
import org.quietus.request.Move;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one erasure request. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    header = {"Shows one erasure request.", ""},
    description = "Shows how one erasure request stands; who asked is not shown.",
    footer = {"", "Example:", "  quietus request show jobs/crm.yaml REQUEST --json"})
final class RequestShowCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Parameters(index = "1", paramLabel = "REQUEST", description = "The id of the request.")
  private String id;

  RequestShowCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      List<RequestSummary> all = session.requests().all();
      String meant = ShortId.of("request", id, all.stream().map(RequestSummary::id));
      RequestSummary found =
          all.stream()
              .filter(request -> request.id().equals(meant))
              .findFirst()
              .orElseThrow(
                  () -> new Refusal("there is no request " + id + "; see 'quietus request list'"));
      ShownTimes times = new ShownTimes(session.job().zone());
      output.print(found, out -> out.print(text(found, times)));
    }
    return ExitCode.OK.code();
  }

  private static String text(RequestSummary request, ShownTimes times) {
    TextTable facts = new TextTable("ground", "requester", "evidence", "verified", "acted on from");
    facts.row(
        request.ground(),
        request.requester(),
        request.evidence(),
        times.moment(request.verifiedAt()),
        times.moment(request.settlesAt().or(request::coolingOffEnds)));
    TextTable events = new TextTable("when", "what", "state", "by", "reason");
    request
        .events()
        .forEach(
            e ->
                events.row(times.moment(e.at()), shown(e.move()), e.state(), e.role(), e.reason()));
    return String.join(
        "\n",
        RequestListCommand.table(List.of(request), times),
        facts.toString(),
        events.toString());
  }

  /** The moves of a run, in words for people; the others are the commands that make them. */
  private static String shown(Move move) {
    return switch (move) {
      case FILE -> "received";
      case TAKE_UP -> "started";
      case PUT_BACK -> "postponed";
      default -> move.toString();
    };
  }
}
