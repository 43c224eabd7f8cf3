package org.quietus.cli.recipient;

import picocli.CommandLine.Command;

/** Notices to recipients. */
@Command(
    name = "recipient",
    mixinStandardHelpOptions = true,
    description =
        "Notices to recipients, for job files with 'recipients': who was told of which erasure, who"
            + " confirmed it, and what to do about the others. Every run tells those who are due.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  quietus recipient list jobs/crm.yaml",
      "  quietus recipient exempt jobs/crm.yaml NOTICE --reason own-authorisation"
    })
public final class RecipientCommand {}
