package org.quietus.cli.request;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.cli.output.TextTable;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.job.RequestSummary;
import org.quietus.request.Move;
import org.quietus.target.LeftObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows one erasure request. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    header = {"Shows one erasure request.", ""},
    description = {
      "Shows how one erasure request stands, and which objects of backups its person may still be"
          + " in, as the last run left them; who asked is not shown."
    },
    footer = {"", "Example:", "  quietus request show jobs/crm.yaml REQUEST --json"})
public final class RequestShowCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private RequestParameter id;
  @Mixin private JsonOption output;

  public RequestShowCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      List<RequestSummary> all = session.requests().all();
      String meant = id.among(all);
      RequestSummary found =
          all.stream()
              .filter(request -> request.id().equals(meant))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Refusal(
                          "there is no request " + id.given() + "; see 'quietus request list'"));
      ShownTimes times = new ShownTimes(session.job().zone());
      Shown shown =
          new Shown(found, session.requests().left(meant).stream().map(Left::of).toList());
      output.print(shown, out -> out.print(text(shown, times)));
    }
    return ExitCode.OK.code();
  }

  /** What {@code --json} prints: the request, and what its person may still be in. */
  record Shown(@JsonUnwrapped RequestSummary request, List<Left> left) {}

  /** An object of a backup set that was left, as messages name it, and why. */
  record Left(String set, String object, String why, Optional<LocalDate> until) {
    static Left of(LeftObject left) {
      return new Left(left.set(), left.name(), left.why(), left.until());
    }
  }

  private static String text(Shown shown, ShownTimes times) {
    RequestSummary request = shown.request();
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
    TextTable left = new TextTable("left in backups", "set", "why", "until");
    shown.left().forEach(o -> left.row(o.object(), o.set(), o.why(), o.until()));
    return Stream.of(
            RequestListCommand.table(List.of(request), times),
            facts.toString(),
            events.toString(),
            left.isEmpty() ? "" : left.toString())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n"));
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
