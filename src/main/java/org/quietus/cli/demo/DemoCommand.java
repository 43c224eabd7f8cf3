package org.quietus.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.PlanView;
import org.quietus.cli.output.Progress;
import org.quietus.cli.output.ResultText;
import org.quietus.job.JobSession;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.policy.read.JobFiles;
import org.quietus.request.NewRequest;
import org.quietus.request.Role;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the whole of it on data made for it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    header = {"Shows the whole of it on data made for it.", ""},
    description = {
      "Makes a small shop of fictional persons in a directory of its own, removes what is due and"
          + " erases two persons who ask for it, and certifies that. Started again after a kill it"
          + " goes on; started again when finished it finds nothing due.",
      "With --pack it shows one of the published policies instead: some simulated days of it, on"
          + " one page. --list names them."
    },
    footer = {
      "",
      "Examples:",
      "  quietus demo",
      "  quietus demo --dir /tmp/shop --prepare-only     to look at the data first",
      "  quietus demo --dir /tmp/shop                    then go on",
      "  quietus demo --list",
      "  quietus demo --pack kaiconn --dir /tmp/kaiconn"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int SLOTS = 2;

  private final CommandContext surroundings;

  @Spec private CommandSpec command;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where everything is made. Default: quietus-demo, of a pack quietus-demo-NAME.")
  private Optional<Path> directory;

  @Option(names = "--list", description = "List the packs and stop.")
  private boolean list;

  @Option(names = "--pack", paramLabel = "NAME", description = "Show that pack.")
  private Optional<String> pack;

  @Option(
      names = "--persons",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "How many fictional persons a pack has, 100 to 1000000. Default: ${DEFAULT-VALUE}.")
  private int persons;

  @Option(names = "--prepare-only", description = "Make the data and stop.")
  private boolean prepareOnly;

  public DemoCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  @SuppressWarnings("try") // the channel is held, not used
  public Integer call() throws IOException, SQLException {
    if (list) {
      command.commandLine().getOut().println(PackCommand.list().stripTrailing());
      return ExitCode.OK.code();
    }
    if (pack.isPresent()) {
      Path place = directory.orElse(Path.of("quietus-demo-" + pack.get()));
      return new PackCommand(surroundings, command.commandLine())
          .show(pack.get(), place, persons, prepareOnly);
    }
    DemoDirectory demo = new DemoDirectory(directory.orElse(Path.of("quietus-demo")));
    try (FileChannel held = demo.hold()) {
      return play(demo);
    }
  }

  private int play(DemoDirectory demo) throws IOException, SQLException {
    PrintWriter out = command.commandLine().getOut();
    DemoText text = new DemoText(demo);
    demo.prepare(surroundings.clock());
    out.println(text.prepared());
    if (prepareOnly) {
      out.println(text.lookFirst());
      return ExitCode.OK.code();
    }
    RunResult result = run(demo, out);
    demo.shop().compact();
    out.println(ResultText.of(result));
    out.println(text.whatNext(result.certificates().stream().map(Path::of).findFirst()));
    return result.exitCode();
  }

  private RunResult run(DemoDirectory demo, PrintWriter out) throws IOException {
    try (JobSession session =
            surroundings
                .sessions()
                .open(JobFiles.load(demo.job(), surroundings.environment()), surroundings.clock());
        Progress progress = surroundings.progress(command.commandLine().getErr())) {
      addRequests(session, demo);
      EnumSet<Scope> all = EnumSet.allOf(Scope.class);
      out.println(PlanView.of(session, all, false).text(demo.job().toString()));
      out.flush();
      return session.run(new RunOptions(all, Optional.empty(), SLOTS), progress);
    }
  }

  /** Adds the requests that are not there yet; they are always added in the same order. */
  private void addRequests(JobSession session, DemoDirectory demo) throws IOException {
    int now = session.requests().all().size();
    int added = now - demo.requestsBefore(now);
    List<DemoPeople.Person> persons = DemoPeople.WHO_ASK;
    for (DemoPeople.Person person :
        persons.subList(Math.min(added, persons.size()), persons.size())) {
      session.requests().take(List.of(request(person)), Role.OPERATOR);
    }
  }

  private NewRequest request(DemoPeople.Person person) {
    return NewRequest.verified(
        "customer",
        List.of(new Identifier(IdentifierType.EMAIL, person.email())),
        surroundings.clock().instant().truncatedTo(ChronoUnit.MICROS));
  }
}
