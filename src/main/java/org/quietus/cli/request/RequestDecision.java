package org.quietus.cli.request;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.JobSession;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.request.Role;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that decides one thing about one request. */
abstract class RequestDecision implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JobParameter job;
  @Mixin private RequestParameter id;
  @Mixin private JsonOption output;
  @Mixin private RoleOption role;

  RequestDecision(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  /** Decides it. */
  abstract RequestSummary decide(RequestDesk desk, String request, Role by);

  /** Connects to the job. */
  JobSession opened(JobParameter of, CommandContext surroundings) {
    return of.open(surroundings);
  }

  /** Who decides such things if nothing is said. */
  Role role(RoleOption given) {
    return given.orElseOperator();
  }

  @Override
  public Integer call() {
    try (JobSession session = opened(job, surroundings)) {
      RequestDesk desk = session.requests();
      String meant = id.at(desk);
      RequestSummary decided = decide(desk, meant, role(role));
      output.print(decided, out -> out.println(text(decided)));
      PrintWriter err = command.commandLine().getErr();
      decided.warnings().forEach(err::println);
      err.flush();
    }
    return ExitCode.OK.code();
  }

  /** What came of it, for people. */
  String text(RequestSummary decided) {
    return "request "
        + decided.id()
        + " is "
        + decided.state()
        + (decided.restricted() ? ", and restricted" : "");
  }
}
