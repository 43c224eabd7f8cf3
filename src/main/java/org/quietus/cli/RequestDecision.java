package org.quietus.cli;

import java.util.concurrent.Callable;
import org.quietus.request.Role;
import org.quietus.run.JobSession;
import org.quietus.run.RequestDesk;
import org.quietus.run.RequestSummary;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that decides one thing about one request. */
abstract class RequestDecision implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;
  @Mixin private RoleOption role;

  @Parameters(index = "1", paramLabel = "REQUEST", description = "The id of the request.")
  private String id;

  RequestDecision(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Decides it. */
  abstract RequestSummary decide(RequestDesk desk, String request, Role by);

  /** Who decides such things if nothing is said. */
  Role role(RoleOption given) {
    return given.orElseOperator();
  }

  @Override
  public Integer call() {
    try (JobSession session = job.open(surroundings)) {
      RequestSummary decided = decide(session.requests(), id, role(role));
      output.print(
          decided,
          out ->
              out.println(
                  "request "
                      + id
                      + " is "
                      + decided.state()
                      + (decided.restricted() ? ", and restricted" : "")));
    }
    return ExitCode.OK.code();
  }
}
