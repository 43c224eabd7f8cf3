package org.quietus.cli.certificate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.certificate.log.LogContents;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.log.NoteKey;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.output.ExitCode;
import org.quietus.evidence.EvidenceStore;
import org.quietus.job.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the checkpoint of a log. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    header = {"Prints the checkpoint of a log, after checking the log.", ""},
    description = {
      "Prints how many certificates the log has and the hash over all of them, signed. Anybody who"
          + " keeps it can show later that no certificate of that time was changed or removed: 'quietus"
          + " certificate audit STORE --since FILE'.",
      "With --since-size it prints what a witness is asked: the checkpoint, with the proof that the"
          + " log only grew since the witness cosigned it last. 'quietus checkpoint cosign' takes"
          + " that, and so does every witness of C2SP tlog-witness, at its address /add-checkpoint."
    },
    footer = {
      "",
      "Examples:",
      "  quietus checkpoint export evidence > checkpoint-of-march",
      "  quietus checkpoint export evidence --log-key controller.vkey > checkpoint-of-march",
      "  quietus checkpoint export evidence --since-size 120 > for-the-witness"
    })
public final class CheckpointExportCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Mixin private StoreParameter place;

  @Option(
      names = "--log-key",
      paramLabel = "LOG.vkey",
      description =
          "The key of the log. Needed only where the store has several, none of which took the place"
              + " of another.")
  private Optional<Path> logKey;

  @Option(
      names = "--since-size",
      paramLabel = "ENTRIES",
      description =
          "How many entries the log had when the witness cosigned it last; 0 if it never did.")
  private Optional<Long> sinceSize;

  private final CommandContext surroundings;

  public CheckpointExportCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    EvidenceStore store = place.open(surroundings.clock());
    LogContents log = LogContents.read(store, key(store));
    if (!log.problems().isEmpty()) {
      PrintWriter err = command.commandLine().getErr();
      log.problems().forEach(what -> err.println("Not good: " + what + "."));
      err.flush();
      return ExitCode.NOT_VERIFIED.code();
    }
    sinceSize
        .filter(size -> size < 0 || size > log.size())
        .ifPresent(
            size -> {
              throw new Refusal(
                  "the log has %,d entries; --since-size is 0 to that".formatted(log.size()));
            });
    PrintWriter out = command.commandLine().getOut();
    out.print(sinceSize.map(log::request).orElseGet(log::checkpoint));
    out.flush();
    return ExitCode.OK.code();
  }

  private NoteKey key(EvidenceStore store) {
    List<NoteKey> there = LogKeys.present(store);
    return logKey
        .map(LogKeys::load)
        .or(() -> there.size() == 1 ? Optional.of(there.get(0)) : Optional.empty())
        .orElseThrow(
            () ->
                new Refusal(
                    place
                        + " has %,d logs; name the key of one with --log-key, a file keys/….vkey"
                            .formatted(there.size())));
  }
}
