package org.quietus.cli.key;

import picocli.CommandLine.Command;

/** Keys that certificates are signed with, and tokens are made under. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Keys that certificates are signed with, and suppression tokens are made under.",
    synopsisSubcommandLabel = "COMMAND")
public final class KeyCommand {}
