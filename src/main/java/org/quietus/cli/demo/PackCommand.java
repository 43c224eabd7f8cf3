package org.quietus.cli.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.stream.Collectors;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.TextTable;
import org.quietus.job.Refusal;
import org.quietus.pack.Pack;
import org.quietus.pack.Packs;
import org.quietus.pack.Population;
import org.quietus.policy.JobFile;
import org.quietus.policy.read.JobFiles;
import picocli.CommandLine;

/** The part of {@code demo} that shows a published policy. */
final class PackCommand {
  private final CommandContext surroundings;
  private final CommandLine command;

  PackCommand(CommandContext surroundings, CommandLine command) {
    this.surroundings = surroundings;
    this.command = command;
  }

  /** The packs by name, one a line, with what each is about. */
  static String list() {
    TextTable table = new TextTable("pack", "policy");
    Packs.ALL.forEach(pack -> table.row(pack.name(), pack.about()));
    return table.toString();
  }

  /**
   * Makes a pack's data in a directory, and plays its story unless that is all.
   *
   * @throws Refusal if there is no such pack
   */
  @SuppressWarnings("try") // the channel is held, not used
  int show(String name, Path directory, int persons, boolean prepareOnly)
      throws IOException, SQLException {
    Pack pack = Packs.named(name).orElseThrow(() -> unknown(name));
    if (persons < Population.FEWEST || persons > Population.MOST) {
      throw new Refusal(
          "--persons %d: give %d to %d".formatted(persons, Population.FEWEST, Population.MOST));
    }
    PackDirectory demo = new PackDirectory(directory, pack);
    try (FileChannel held = demo.hold()) {
      PackDemo story = new PackDemo(demo, pack, persons);
      story.prepare(surroundings.clock());
      command.getOut().println(prepareOnly ? prepared(demo) : played(demo, story));
      return ExitCode.OK.code();
    }
  }

  private static Refusal unknown(String name) {
    return new Refusal(
        "--pack: there is no '"
            + name
            + "'; use one of "
            + Packs.ALL.stream().map(Pack::name).collect(Collectors.joining(", ")));
  }

  private static String prepared(PackDirectory demo) {
    return """
    Nothing has happened yet. The database of fictional persons is in %1$s, its job file is
    %2$s. Those who will be erased are in
    %3$s.\
    """
        .formatted(demo, demo.job(), demo.personsFile());
  }

  private String played(PackDirectory demo, PackDemo story) throws IOException, SQLException {
    JobFile job = JobFiles.load(demo.job(), surroundings.environment());
    String page =
        story.play(
            moment -> surroundings.sessions().open(job, Clock.fixed(moment, job.zone())),
            new NotesOnly(command.getErr()));
    return page + whereToLook(demo);
  }

  private static String whereToLook(PackDirectory demo) {
    return """

    Look at it yourself:
      grep -rlF -f %1$s %2$s      finds that list alone
      find %2$s/vault -type f -exec zgrep -lF -f %1$s {} +      finds nothing in the backups
      %4$s status %3$s
      %4$s request list %3$s
      %4$s certificate list %3$s
      ls %2$s/evidence/certificates/*.pdf      the certificates, for people to read
      %4$s report --certificates %2$s/evidence --out %2$s/portal --with-requests\
    """
        .formatted(demo.personsFile(), demo, demo.job(), ProgramName.now());
  }
}
