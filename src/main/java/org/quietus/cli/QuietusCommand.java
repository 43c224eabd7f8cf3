package org.quietus.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of all commands; on its own it prints the help. */
@Command(
    name = "quietus",
    mixinStandardHelpOptions = true,
    versionProvider = JarVersion.class,
    description =
        "Removes personal data that may no longer be kept, and issues certificates of it that"
            + " anyone can check.",
    footer = {
      "",
      "To begin with:",
      "  quietus demo                              see it work, on data made for it",
      "  quietus init --url jdbc:… > job.yaml      draft a job file from your database",
      "  quietus validate job.yaml                 everything that is wrong with it, at once",
      "  quietus plan job.yaml                     what a run would do; changes nothing",
      "  quietus run job.yaml                      do it"
    },
    synopsisSubcommandLabel = "COMMAND")
final class QuietusCommand {

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more on the standard error output; never a personal value.")
  private boolean verbose;

  boolean isVerbose() {
    return verbose;
  }
}
