package org.quietus.cli.hold;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.IdArgument;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.input.ShortId;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.HoldBook;
import org.quietus.job.HoldSummary;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Releases a hold, or all of a case. */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    header = {"Releases a hold, or all holds of a case.", ""},
    description = "Ends a hold or restriction; what it kept and is due goes with the next run.",
    footer = {
      "",
      "Examples:",
      "  quietus hold release jobs/crm.yaml HOLD --reason case-closed",
      "  quietus hold release jobs/crm.yaml --reference LH-17 --reason case-closed",
      "  quietus hold release jobs/crm.yaml --case '1 O 23/26' --reason case-closed"
    })
public final class HoldReleaseCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "HOLD",
      converter = IdArgument.class,
      description = "The hold's id.")
  private Optional<String> id;

  @Option(
      names = "--reference",
      paramLabel = "REF",
      description = "The one hold in force with this reference instead.")
  private Optional<String> reference;

  @Option(names = "--case", paramLabel = "REF", description = "All holds of this case instead.")
  private Optional<String> caseReference;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      required = true,
      description = "Why, as a code, e.g. case-closed.")
  private String reason;

  public HoldReleaseCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (Stream.of(id, reference, caseReference).filter(Optional::isPresent).count() != 1) {
      throw new Refusal("name one of these: a hold by its id, a --reference, a --case");
    }
    try (JobSession session = job.openCaughtUp(surroundings)) {
      HoldBook holds = session.holds();
      List<HoldSummary> released = release(holds);
      output.print(
          released,
          out ->
              released.forEach(hold -> out.println("released " + hold.kind() + " " + hold.id())));
    }
    return ExitCode.OK.code();
  }

  private List<HoldSummary> release(HoldBook holds) {
    if (id.isPresent()) {
      return List.of(holds.release(meant(holds), reason));
    }
    return reference.isPresent()
        ? List.of(holds.releaseReference(reference.get(), reason))
        : holds.releaseCase(caseReference.orElseThrow(), reason);
  }

  private String meant(HoldBook holds) {
    return ShortId.of("hold", id.orElseThrow(), holds.list().stream().map(HoldSummary::id));
  }
}
