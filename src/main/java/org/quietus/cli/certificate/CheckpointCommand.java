package org.quietus.cli.certificate;

import picocli.CommandLine.Command;

/** How far the log of certificates has come. */
@Command(
    name = "checkpoint",
    mixinStandardHelpOptions = true,
    description = "Checkpoints of the log of certificates, to be kept by those who trust nobody.",
    synopsisSubcommandLabel = "COMMAND")
public final class CheckpointCommand {}
