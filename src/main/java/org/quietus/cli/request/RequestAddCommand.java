package org.quietus.cli.request;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.IdentifierSource;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.HashListDesk;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.job.RequestSummary;
import org.quietus.job.Scope;
import org.quietus.policy.Counted;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.RequestKind;
import org.quietus.request.Filing;
import org.quietus.request.Ground;
import org.quietus.request.HashList;
import org.quietus.request.Hashed;
import org.quietus.request.NewRequest;
import org.quietus.request.RequestFile;
import org.quietus.request.Requester;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes requests in. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    header = {"Takes requests in.", ""},
    description = {
      "Takes in the erasure request of one person, or those of a file. The next run carries them"
          + " out, after the cooling-off time if the job file sets one.",
      "Identifiers are read from a file or the standard input, one per line as 'type: value',"
          + " never from the command line, which other users of the machine can see.",
      "The same person's open request on the same ground is not taken in twice.",
      "With --kind it is a request that people answer, and for which nothing is erased: for access"
          + " to the data, a question, a complaint. The job file says under 'requests' by when; see"
          + " 'request answer'.",
      "With --hashed, FILE is a list of persons who are known by the hash of an identifier alone,"
          + " as California's Delete Request and Opt-out Platform gives them out: each person found"
          + " gets a request. The report has the status of each entry that is settled; the same"
          + " command, given again after a run, takes in nothing twice and completes it."
    },
    footer = {
      "",
      "Examples:",
      "  quietus request add jobs/crm.yaml --identifiers-from person.txt",
      "  echo 'email: jo@example.com' | quietus request add jobs/crm.yaml --identifiers-from -",
      "  quietus request add jobs/crm.yaml --identifiers-from person.txt --purpose newsletter",
      "  quietus request add jobs/crm.yaml --identifiers-from person.txt --kind access",
      "  quietus request add jobs/crm.yaml --file requests.csv     (email,ground,received_at …)",
      "  quietus request add jobs/crm.yaml --hashed sha-256 --type email --file LIST.csv"
          + " --report STATUS.csv"
    })
public final class RequestAddCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;
  @Mixin private JsonOption output;
  @Mixin private RoleOption role;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @ArgGroup(exclusive = false)
  private @Nullable HashedListOptions hashed;

  @Option(
      names = "--subject",
      paramLabel = "KIND",
      description = "The kind of data subject, as the job file names it. Default: its only one.")
  private Optional<String> subject;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "erasure",
      description = "What it asks for: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private RequestKind asks;

  @Option(
      names = "--purpose",
      paramLabel = "NAME",
      description =
          "Consent to this purpose alone is withdrawn, as the job file names it under 'purposes':"
              + " nothing else of the person is touched.")
  private Optional<String> purpose;

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Whose customer the person is; needed if the job file has tenants.")
  private Optional<String> tenant;

  @Option(
      names = "--ground",
      paramLabel = "GROUND",
      defaultValue = "request",
      description = "Why: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Ground ground;

  @Option(
      names = "--requester",
      paramLabel = "WHO",
      defaultValue = "self",
      description = "Who asks: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Requester requester;

  @Option(
      names = "--evidence",
      paramLabel = "REFERENCE",
      description = "Where the proof of identity or authority lies, e.g. CASE-2026-17.")
  private Optional<String> evidence;

  @Option(
      names = "--received",
      paramLabel = "WHEN",
      description = "When it came in: 2026-02-20 or 2026-02-20T10:00:00Z. Default: now.")
  private Optional<String> received;

  @Option(
      names = "--unverified",
      description = "The requester has not shown yet who they are; see 'request verify'.")
  private boolean unverified;

  public RequestAddCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  /** Where requests come from. */
  private static final class Source {
    @Option(
        names = "--identifiers-from",
        paramLabel = "FILE",
        required = true,
        description = "One person: a file of UTF-8 text, or - for the standard input.")
    private Optional<Path> identifiers;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        required = true,
        description = "Many requests: a .csv or .json file, taken in whole or not at all.")
    private Optional<Path> file;
  }

  @Override
  public Integer call() throws IOException {
    JobFile read = job.read(surroundings);
    if (hashed != null) {
      return takeList(hashed);
    }
    Instant now = surroundings.clock().instant().truncatedTo(ChronoUnit.MICROS);
    List<NewRequest> wanted =
        source.file.isPresent()
            ? RequestFile.read(source.file.get(), read, now)
            : List.of(one(read, source.identifiers.orElseThrow(), now));
    try (JobSession session = job.open(surroundings)) {
      List<RequestSummary> taken = session.requests().take(wanted, role.orElseOperator());
      output.print(
          source.file.isPresent() ? taken : taken.get(0),
          out -> taken.forEach(each -> out.println(text(each))));
      sayWhatStandsAgainstARun(session);
    }
    return ExitCode.OK.code();
  }

  /** Who asks is taken in whatever the job file is like, for the clocks run from then on. */
  private void sayWhatStandsAgainstARun(JobSession session) {
    try {
      session.plan(EnumSet.of(Scope.ERASURE));
    } catch (InvalidInput invalid) {
      PrintWriter err = command.commandLine().getErr();
      err.println(
          "taken in all the same; no run erases anybody before "
              + Counted.of(invalid.problems().size(), "problem")
              + Counted.verb(invalid.problems().size(), " is", " are")
              + " mended: quietus validate "
              + job.file());
      err.flush();
    } catch (RuntimeException e) {
      // what was taken in is taken in, whatever the next run meets and says
    }
  }

  private static String text(RequestSummary request) {
    return request.merged()
        ? "request " + request.id() + " is there already, and is " + request.state()
        : "added request " + request.id() + ", which is " + request.state();
  }

  private int takeList(HashedListOptions options) throws IOException {
    if (source.file.isEmpty()
        || unverified
        || purpose.isPresent()
        || tenant.isPresent()
        || evidence.isPresent()
        || !asks.isErasure()
        || ground != Ground.REQUEST) {
      throw new Refusal(
          "a list of hashed identifiers goes with --file, --subject, --requester, --received and"
              + " --as alone; leave the other options out");
    }
    JobFile read = job.read(surroundings);
    HashList list = options.read(source.file.get(), read.requests());
    String kind =
        subject.orElseGet(
            () ->
                list.hashed() instanceof Hashed.Combined combined
                    ? combined.identifier().subject()
                    : only(read.subjects().keySet()));
    Instant now = surroundings.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Instant receivedAt = receivedAt(read, now);
    try (JobSession session = job.open(surroundings)) {
      HashListDesk.Taken taken =
          session.hashLists().take(list, kind, requester, receivedAt, role.orElseOperator());
      HashedListView view = options.write(taken, read.requests().lists());
      output.print(view, out -> view.lines().forEach(out::println));
      boolean whole = taken.nameless() == 0 && taken.unread().isEmpty();
      return (whole ? ExitCode.OK : ExitCode.PARTIAL).code();
    }
  }

  private Instant receivedAt(JobFile read, Instant now) {
    return received.isEmpty()
        ? now
        : Filing.moment(received.get(), read.zone())
            .orElseThrow(
                () ->
                    new Refusal(
                        "--received is neither a day nor a moment; write e.g. 2026-02-20 or"
                            + " 2026-02-20T10:00:00Z"));
  }

  private NewRequest one(JobFile read, Path from, Instant now) throws IOException {
    Instant receivedAt = receivedAt(read, now);
    String kind = subject.orElseGet(() -> only(read.subjects().keySet()));
    Filing whole = new Filing(kind, tenant, ground, requester, evidence, receivedAt, asks);
    return new NewRequest(
        purpose.map(whole::withdrawing).orElse(whole),
        IdentifierSource.read(from, surroundings, command.commandLine().getErr()),
        !unverified);
  }

  private String only(Set<String> subjects) {
    if (subjects.size() != 1) {
      throw new Refusal(
          job.file()
              + " has "
              + Counted.of(subjects.size(), "kind")
              + " of data subject;"
              + " name one with --subject");
    }
    return subjects.iterator().next();
  }
}
