package org.quietus.cli.run;

import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.Progress;
import org.quietus.cli.output.ResultText;
import org.quietus.job.Accepted;
import org.quietus.job.JobSession;
import org.quietus.job.Refusal;
import org.quietus.job.ReplayFindings;
import org.quietus.job.ReplayOptions;
import org.quietus.job.RunResult;
import org.quietus.policy.Counted;
import org.quietus.run.batch.SignalExit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases once more who was erased, after a database was restored. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    header = {"Replays erasures on a database that was restored.", ""},
    description = {
      "Brings the control schema of a restored database up to what the evidence store knows, erases"
          + " everybody who was erased after the backup was made, and then removes what is due."
          + " Until that is done, every command that would read or write the control schema"
          + " refuses.",
      "A row is an erased person's if its key and another trait agree, and if it was not created"
          + " after the erasure. If less agrees it is named and left, and the exit code is 8."
    },
    footer = {
      "",
      "Examples:",
      "  quietus replay jobs/crm.yaml --database crm --snapshot 2026-02-28T02:00:00Z",
      "  quietus replay jobs/crm.yaml --database crm --snapshot 2026-02-28T02:00:00Z --check"
    })
public final class ReplayCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      required = true,
      description = "The database that was restored, as the job file names it.")
  private String database;

  @Option(
      names = "--snapshot",
      paramLabel = "INSTANT",
      required = true,
      description =
          "When the backup was made, with its zone, e.g. 2026-02-28T02:00:00+01:00. If unsure, take"
              + " an earlier moment: nobody is erased who was not erased before.")
  private String snapshot;

  @Option(
      names = "--check",
      description =
          "Only tell whether there is something to replay, or to search in backups and files: exit"
              + " code 9, else 0.")
  private boolean check;

  @Option(
      names = "--accept",
      paramLabel = "KIND",
      split = ",",
      description =
          "What of this kind cannot be brought back or decided has been looked at, as the line"
              + " about it says: holds (they end), requests (they expire), subjects, rows, tables,"
              + " inbox, or backups (with --check); several with commas between them.")
  private Set<Accepted> accepted = EnumSet.noneOf(Accepted.class);

  @Mixin private SlotsOption slots;

  public ReplayCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    int workers = slots.count();
    ReplayOptions options = new ReplayOptions(database, instant(), accepted, workers);
    PrintWriter err = command.commandLine().getErr();
    if (check) {
      return check(options);
    }
    try (SignalExit onSignal = SignalExit.begin(err::println);
        JobSession session = job.openUnasked(surroundings);
        Progress progress = surroundings.progress(err)) {
      RunResult result = session.replay(options, progress);
      progress.close();
      output.print(result, out -> out.print(ResultText.of(result)));
      return result.exitCode();
    }
  }

  private int check(ReplayOptions options) {
    try (JobSession session = job.openUnasked(surroundings)) {
      ReplayFindings findings = session.lookForReplay(options);
      output.print(findings, out -> print(findings, out));
      return (findings.isClean() ? ExitCode.OK : ExitCode.TO_DO).code();
    }
  }

  private Instant instant() {
    try {
      return OffsetDateTime.parse(snapshot).toInstant();
    } catch (DateTimeException e) {
      throw new Refusal(
          "--snapshot takes a moment with its zone, e.g. 2026-02-28T02:00:00Z or"
              + " 2026-02-28T03:00:00+01:00");
    }
  }

  private static void print(ReplayFindings findings, PrintWriter out) {
    if (findings.behind()) {
      out.println("the database knows less than the evidence store: it was restored");
    }
    if (findings.unfinished()) {
      out.println("a replay is unfinished");
    }
    if (findings.persons() > 0) {
      out.println(
          Counted.of(findings.persons(), "erased person")
              + (findings.persons() == 1 ? " is" : " are")
              + " in the database again");
    }
    findings.unsure().forEach(out::println);
    findings.unsearched().forEach(out::println);
    if (findings.isClean()) {
      out.println("there is nothing to replay");
    }
  }
}
