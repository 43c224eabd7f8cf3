package org.quietus.cli.run;

import java.util.EnumSet;
import java.util.Set;
import org.quietus.job.Scope;
import picocli.CommandLine.Option;

/** Limits a command to a part of the job. */
final class ScopeOption {

  @Option(
      names = "--only",
      paramLabel = "PART",
      description =
          "Only this part of the job: retention, erasure or backups; repeatable. Default: all.")
  private Set<Scope> only = EnumSet.noneOf(Scope.class);

  Set<Scope> scopes() {
    return only.isEmpty() ? EnumSet.allOf(Scope.class) : only;
  }
}
