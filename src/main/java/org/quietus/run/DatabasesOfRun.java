package org.quietus.run;

import java.util.List;
import java.util.Optional;
import org.quietus.job.Unreached;
import org.quietus.ledger.RunDatabases;

/** Tells which databases of the job a run left out, because they were down when it began. */
record DatabasesOfRun(OpenJob open, String run) {

  /** Their names. */
  List<String> unreached() {
    return open.sites().areSeveral()
        ? open.control().databases().of(run).stream()
            .filter(part -> !part.reached())
            .map(RunDatabases.Part::name)
            .toList()
        : List.of();
  }

  /** A line for each of them. */
  List<String> lines() {
    return unreached().stream()
        .map(
            name ->
                "nothing was done in database '"
                    + name
                    + "', which could not be reached when the run began"
                    + why(name)
                    + "; the next run that reaches it does its work")
        .toList();
  }

  private String why(String name) {
    return Optional.ofNullable(open.sites().unreached().get(name))
        .map(Unreached::what)
        .map(what -> " (" + what + ")")
        .orElse("");
  }
}
