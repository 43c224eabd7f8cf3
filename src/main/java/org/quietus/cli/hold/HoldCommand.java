package org.quietus.cli.hold;

import picocli.CommandLine.Command;

/** Legal holds and restrictions. */
@Command(
    name = "hold",
    mixinStandardHelpOptions = true,
    description =
        "Legal holds and restrictions: orders that no run of any job touches what they protect.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  quietus hold add jobs/crm.yaml --reference 'LH-2026/17' --basis litigation \\",
      "      --review 2027-01-31 --records crm.invoice --where \"issued_on >= '2025-01-01'\"",
      "  quietus hold list jobs/crm.yaml"
    })
public final class HoldCommand {}
