package org.quietus.cli.answer;

import java.time.Instant;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.input.MomentOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.job.JobSession;
import org.quietus.request.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Notes that an answer was sent. */
@Command(
    name = "sent",
    mixinStandardHelpOptions = true,
    header = {"Notes that an answer was sent.", ""},
    description =
        "Notes that an answer was sent. When a request is closed and its last answer was sent, its"
            + " identifiers are forgotten.",
    footer = {"", "Example:", "  quietus answer sent jobs/crm.yaml ANSWER --at 2026-03-02"})
public final class AnswerSentCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;
  @Mixin private AnswerParameter answer;

  @Mixin private MomentOption at;

  public AnswerSentCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      Instant moment = at.moment(surroundings.clock(), session.job().zone());
      String meant = answer.among(session.requests().answers());
      Answer sent = session.requests().answered(meant, moment);
      ShownTimes times = new ShownTimes(session.job().zone());
      output.print(
          sent,
          out ->
              out.println(
                  "answer " + meant + " was sent at " + times.moment(sent.sentAt().orElseThrow())));
    }
    return ExitCode.OK.code();
  }
}
