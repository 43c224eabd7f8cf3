package org.quietus.cli.answer;

import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.cli.output.TextTable;
import org.quietus.job.JobSession;
import org.quietus.request.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what requesters must be told. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = {"Lists the answers to requesters.", ""},
    description = "Lists what the requesters of a job must be told, the oldest first.",
    footer = {"", "Example:", "  quietus answer list jobs/crm.yaml"})
public final class AnswerListCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  public AnswerListCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      List<Answer> answers = session.requests().answers();
      output.print(answers, out -> out.print(table(answers, new ShownTimes(session.job().zone()))));
    }
    return ExitCode.OK.code();
  }

  private static String table(List<Answer> answers, ShownTimes times) {
    TextTable table = new TextTable("answer", "what", "reason", "due", "created", "sent");
    answers.forEach(
        answer ->
            table.row(
                answer.id(),
                answer.kind(),
                answer.reason(),
                answer.due(),
                times.moment(answer.createdAt()),
                times.moment(answer.sentAt())));
    return table.isEmpty() ? "  no answer yet\n" : table.toString();
  }
}
