package org.quietus.cli.hold;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.certificate.HoldDetail;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.IdArgument;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints details of a hold that certificates state as digests. */
@Command(
    name = "disclose",
    mixinStandardHelpOptions = true,
    header = {"Prints details of a hold that certificates state as digests.", ""},
    description = {
      "Certificates state the reference, the basis and the review date of a hold, and of the rest a"
          + " digest alone: its kind, when and by which role it was set, its case. This prints the"
          + " details that you name, for somebody who may know them; 'quietus certificate verify"
          + " FILE --disclosure DETAILS' shows that they are those of the certificate.",
      "What is not named stays secret."
    },
    footer = {
      "",
      "Example:",
      "  quietus hold disclose jobs/crm.yaml HOLD --detail case > for-the-court.json"
    })
public final class HoldDiscloseCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;

  @Parameters(
      index = "1",
      paramLabel = "HOLD",
      converter = IdArgument.class,
      description = "The hold's id.")
  private String id = "";

  @Option(
      names = "--detail",
      paramLabel = "NAME",
      required = true,
      description = "kind, set-on, set-by or case. May be given several times.")
  private List<String> names = List.of();

  public HoldDiscloseCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (JobSession session = job.openCaughtUp(surroundings)) {
      List<HoldDetail> all = session.holds().details(id);
      List<String> known = all.stream().map(HoldDetail::name).toList();
      names.stream()
          .filter(name -> !known.contains(name))
          .findFirst()
          .ifPresent(
              name -> {
                throw new Refusal(
                    "hold "
                        + id
                        + " has no detail of that name; it has "
                        + String.join(", ", known));
              });
      byte[] file =
          HoldDetail.Disclosure.of(
                  all.stream().filter(detail -> names.contains(detail.name())).toList())
              .bytes();
      PrintWriter out = command.commandLine().getOut();
      out.print(new String(file, StandardCharsets.UTF_8));
      out.flush();
    }
    return ExitCode.OK.code();
  }
}
