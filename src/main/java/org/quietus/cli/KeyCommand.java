package org.quietus.cli;

import picocli.CommandLine.Command;

/** Keys that certificates are signed with. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Keys that certificates are signed with.",
    synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {}
