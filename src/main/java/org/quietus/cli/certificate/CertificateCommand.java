package org.quietus.cli.certificate;

import picocli.CommandLine.Command;

/** Deletion certificates. */
@Command(
    name = "certificate",
    mixinStandardHelpOptions = true,
    description =
        "Deletion certificates: list those of a job, read one, check one, read the job file of"
            + " one.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "None of these connects to a database, except 'verify --live'."})
public final class CertificateCommand {}
