package org.quietus.cli.request;

import picocli.CommandLine.Command;

/** Erasure requests. */
@Command(
    name = "request",
    mixinStandardHelpOptions = true,
    description = "Erasure requests: take them in, decide about them, list them, show one.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  echo 'email: jo@example.com' | quietus request add jobs/crm.yaml --identifiers-from -",
      "  quietus run jobs/crm.yaml"
    })
public final class RequestCommand {}
