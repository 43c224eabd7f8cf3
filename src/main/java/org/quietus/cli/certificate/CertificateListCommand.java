package org.quietus.cli.certificate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.certificate.CertificateReader.Stored;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Verdict;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.input.TenantOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.ShownTimes;
import org.quietus.cli.output.TextTable;
import org.quietus.policy.JobFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the certificates of a job's evidence store. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = {"Lists the certificates, each of them checked.", ""},
    description = "Lists the certificates in a job's evidence store, each of them checked.",
    footer = {"", "Example:", "  quietus certificate list jobs/crm.yaml"})
public final class CertificateListCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;
  @Mixin private TenantOption tenant;

  public CertificateListCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  /** What {@code --json} prints of each. */
  record Row(String id, boolean good, String about, String issued, String outcome) {

    /** A certificate about a person has no more than a day. */
    private String shown(ShownTimes times) {
      return good && !about.equals(Occasion.Kind.REQUEST.label())
          ? times.moment(Instant.parse(issued))
          : issued.replaceFirst("T.*", "");
    }
  }

  @Override
  public Integer call() {
    JobFile read = job.read(surroundings);
    ShownTimes times = new ShownTimes(read.zone());
    List<Row> rows =
        Evidence.of(read, surroundings.clock()).certificates().list().stream()
            .filter(stored -> tenant.covers(tenant(stored)))
            .map(CertificateListCommand::row)
            .toList();
    TextTable table = new TextTable("certificate", "about", "issued", "outcome", "check");
    rows.forEach(
        row ->
            table.row(
                row.id(),
                row.about(),
                row.shown(times),
                row.outcome(),
                row.good() ? "good" : "NOT GOOD"));
    output.print(
        rows, out -> out.print(table.isEmpty() ? "  no certificate yet\n" : table.toString()));
    return rows.stream().allMatch(Row::good) ? ExitCode.OK.code() : ExitCode.NOT_VERIFIED.code();
  }

  private static Optional<String> tenant(Stored stored) {
    return stored.verdict() instanceof Verdict.Good good
        ? good.certificate().authority().tenant()
        : Optional.empty();
  }

  private static Row row(Stored stored) {
    if (!(stored.verdict() instanceof Verdict.Good good)) {
      return new Row(stored.id(), false, "-", "-", "-");
    }
    return new Row(
        stored.id(),
        true,
        good.certificate().identity().occasion().kind().label(),
        good.certificate().identity().issuedAt().toString(),
        good.certificate().outcome().toString());
  }
}
