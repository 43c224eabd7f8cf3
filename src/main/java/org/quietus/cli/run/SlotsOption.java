package org.quietus.cli.run;

import org.quietus.job.Refusal;
import picocli.CommandLine.Option;

/** How many workers of a run act at once. */
final class SlotsOption {

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many workers act at once. Default: ${DEFAULT-VALUE}.")
  private int slots;

  /**
   * At least 1.
   *
   * @throws Refusal if fewer were given
   */
  int count() {
    if (slots < 1) {
      throw new Refusal("--slots " + slots + ": at least 1 is needed");
    }
    return slots;
  }
}
