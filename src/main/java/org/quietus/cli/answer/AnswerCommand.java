package org.quietus.cli.answer;

import picocli.CommandLine.Command;

/** Answers to requesters. */
@Command(
    name = "answer",
    mixinStandardHelpOptions = true,
    description =
        "Answers to requesters, for job files with 'requests: { answers: required }': list them,"
            + " print the text of one, note that one was sent.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  quietus answer list jobs/crm.yaml"})
public final class AnswerCommand {}
