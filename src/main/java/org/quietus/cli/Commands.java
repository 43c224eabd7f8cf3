package org.quietus.cli;

import java.time.Clock;
import picocli.CommandLine;

/** The command line of Quietus, and the place where its parts are put together. */
public final class Commands {

  /** The property that {@code logback.xml} reads its level from. */
  private static final String LOG_LEVEL = "quietus.log";

  private Commands() {}

  /** Runs one command on the standard streams and returns the process's exit code. */
  public static int run(String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            Clock.systemUTC(), System.getenv(), JobOpening::open, System.in, Terminal.isThere());
    return of(surroundings).execute(arguments);
  }

  /** All commands, ready to execute. */
  static CommandLine of(Surroundings surroundings) {
    QuietusCommand root = new QuietusCommand();
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(new DemoCommand(surroundings))
            .addSubcommand(new InitCommand(surroundings))
            .addSubcommand(new ValidateCommand(surroundings))
            .addSubcommand(new PlanCommand(surroundings))
            .addSubcommand(new RunCommand(surroundings))
            .addSubcommand(new ApproveCommand(surroundings))
            .addSubcommand(new AbandonCommand(surroundings))
            .addSubcommand(new ReplayCommand(surroundings))
            .addSubcommand(new StatusCommand(surroundings))
            .addSubcommand(
                new CommandLine(new RequestCommand())
                    .addSubcommand(new RequestAddCommand(surroundings))
                    .addSubcommand(new RequestIntakeCommand(surroundings))
                    .addSubcommand(new RequestVerifyCommand(surroundings))
                    .addSubcommand(new RequestApproveCommand(surroundings))
                    .addSubcommand(new RequestRefuseCommand(surroundings))
                    .addSubcommand(new RequestExtendCommand(surroundings))
                    .addSubcommand(new RequestCancelCommand(surroundings))
                    .addSubcommand(new RequestExpireCommand(surroundings))
                    .addSubcommand(new RequestRestrictCommand(surroundings))
                    .addSubcommand(new RequestUnrestrictCommand(surroundings))
                    .addSubcommand(new RequestObjectCommand(surroundings))
                    .addSubcommand(new RequestReviewCommand(surroundings))
                    .addSubcommand(new RequestListCommand(surroundings))
                    .addSubcommand(new RequestShowCommand(surroundings)))
            .addSubcommand(
                new CommandLine(new HoldCommand())
                    .addSubcommand(new HoldAddCommand(surroundings))
                    .addSubcommand(new HoldListCommand(surroundings))
                    .addSubcommand(new HoldReleaseCommand(surroundings)))
            .addSubcommand(
                new CommandLine(new AnswerCommand())
                    .addSubcommand(new AnswerListCommand(surroundings))
                    .addSubcommand(new AnswerShowCommand(surroundings))
                    .addSubcommand(new AnswerSentCommand(surroundings)))
            .addSubcommand(
                new CommandLine(new CertificateCommand())
                    .addSubcommand(new CertificateListCommand(surroundings))
                    .addSubcommand(new CertificateShowCommand(surroundings))
                    .addSubcommand(new CertificateVerifyCommand()))
            .addSubcommand(
                new CommandLine(new KeyCommand())
                    .addSubcommand(new KeyGenerateCommand(surroundings))
                    .addSubcommand(new KeyRotateCommand(surroundings))
                    .addSubcommand(new KeyListCommand(surroundings))
                    .addSubcommand(new KeyDestroyCommand(surroundings)));
    document(line);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures())
        .setExecutionStrategy(
            parsed -> {
              System.setProperty(LOG_LEVEL, root.logLevel());
              return new CommandLine.RunLast().execute(parsed);
            });
  }

  /** What every help text ends with, and every command's {@code --version} prints. */
  private static void document(CommandLine line) {
    CommandLine.Model.CommandSpec command = line.getCommandSpec();
    command.versionProvider(new Version());
    command
        .usageMessage()
        .width(100)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    line.getSubcommands().values().forEach(Commands::document);
  }
}
