package org.quietus.cli.answer;

import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.policy.Language;
import org.quietus.request.Answer;
import org.quietus.request.AnswerText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the text of an answer. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    header = {"Prints the text of an answer.", ""},
    description = "Prints what a requester is told; the text names no person.",
    footer = {"", "Example:", "  quietus answer show jobs/crm.yaml ANSWER --language zh"})
public final class AnswerShowCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;
  @Mixin private AnswerParameter answer;

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      defaultValue = "en",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Language language;

  public AnswerShowCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  /** An answer and how it reads. */
  private record Shown(Answer answer, String text) {}

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      List<Answer> answers = session.requests().answers();
      String meant = answer.among(answers);
      Answer found =
          answers.stream()
              .filter(one -> one.id().equals(meant))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Refusal(
                          "there is no answer " + answer.given() + "; see 'quietus answer list'"));
      String text = AnswerText.of(language).text(found, session.job().controller());
      output.print(new Shown(found, text), out -> out.println(text));
    }
    return ExitCode.OK.code();
  }
}
