package org.quietus.cli.recipient;

import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.recipient.Notice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows one notice. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    header = {"Shows one notice to a recipient.", ""},
    description =
        "Shows how a notice stands: attempts, what came of the last, when the next is due.",
    footer = {"", "Example:", "  quietus recipient show jobs/crm.yaml NOTICE"})
public final class RecipientShowCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private NoticeParameter id;
  @Mixin private JsonOption output;

  public RecipientShowCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      List<Notice> notices = session.recipients().notices();
      String meant = id.among(notices);
      Notice notice =
          notices.stream()
              .filter(one -> one.id().equals(meant))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Refusal(
                          "there is no notice " + id.given() + "; see 'quietus recipient list'"));
      ShownTimes times = new ShownTimes(session.job().zone());
      output.print(
          notice,
          out -> {
            out.println("Notice     " + notice.id() + " to " + notice.recipient());
            out.println("Request    " + notice.request());
            out.println("State      " + notice.state() + " (" + notice.reason() + ")");
            out.println("Created    " + times.moment(notice.created()));
            out.println(
                "Attempts   " + notice.attempts() + " since " + times.moment(notice.since()));
            notice.told().ifPresent(at -> out.println("Told       " + times.moment(at)));
            notice.places().forEach(place -> out.println("Left at    " + place));
            notice
                .settled()
                .ifPresentOrElse(
                    at -> out.println("Settled    " + times.moment(at)),
                    () -> out.println("Next       " + times.moment(notice.next())));
          });
    }
    return ExitCode.OK.code();
  }
}
