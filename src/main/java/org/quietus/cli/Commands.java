package org.quietus.cli;

import static org.quietus.cli.NamedCommand.command;
import static org.quietus.cli.NamedCommand.group;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.cli.answer.AnswerCommand;
import org.quietus.cli.answer.AnswerListCommand;
import org.quietus.cli.answer.AnswerSentCommand;
import org.quietus.cli.answer.AnswerShowCommand;
import org.quietus.cli.certificate.CertificateAuditCommand;
import org.quietus.cli.certificate.CertificateClaimCommand;
import org.quietus.cli.certificate.CertificateCommand;
import org.quietus.cli.certificate.CertificateJobCommand;
import org.quietus.cli.certificate.CertificateListCommand;
import org.quietus.cli.certificate.CertificateRenderCommand;
import org.quietus.cli.certificate.CertificateSchemaCommand;
import org.quietus.cli.certificate.CertificateShowCommand;
import org.quietus.cli.certificate.CertificateVerifyCommand;
import org.quietus.cli.certificate.CheckpointAddCommand;
import org.quietus.cli.certificate.CheckpointCommand;
import org.quietus.cli.certificate.CheckpointCosignCommand;
import org.quietus.cli.certificate.CheckpointExportCommand;
import org.quietus.cli.certificate.ReportCommand;
import org.quietus.cli.coverage.CoverageCommand;
import org.quietus.cli.demo.DemoCommand;
import org.quietus.cli.draft.InitCommand;
import org.quietus.cli.hold.HoldAddCommand;
import org.quietus.cli.hold.HoldCommand;
import org.quietus.cli.hold.HoldDiscloseCommand;
import org.quietus.cli.hold.HoldListCommand;
import org.quietus.cli.hold.HoldReleaseCommand;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.key.KeyCommand;
import org.quietus.cli.key.KeyDestroyCommand;
import org.quietus.cli.key.KeyGenerateCommand;
import org.quietus.cli.key.KeyListCommand;
import org.quietus.cli.key.KeyRotateCommand;
import org.quietus.cli.key.KeySucceedCommand;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.recipient.RecipientAcknowledgeCommand;
import org.quietus.cli.recipient.RecipientCommand;
import org.quietus.cli.recipient.RecipientExemptCommand;
import org.quietus.cli.recipient.RecipientListCommand;
import org.quietus.cli.recipient.RecipientRetryCommand;
import org.quietus.cli.recipient.RecipientShowCommand;
import org.quietus.cli.request.RequestAcceptCommand;
import org.quietus.cli.request.RequestAddCommand;
import org.quietus.cli.request.RequestAnswerCommand;
import org.quietus.cli.request.RequestApproveCommand;
import org.quietus.cli.request.RequestCancelCommand;
import org.quietus.cli.request.RequestCommand;
import org.quietus.cli.request.RequestExpireCommand;
import org.quietus.cli.request.RequestExtendCommand;
import org.quietus.cli.request.RequestIntakeCommand;
import org.quietus.cli.request.RequestListCommand;
import org.quietus.cli.request.RequestObjectCommand;
import org.quietus.cli.request.RequestRefuseCommand;
import org.quietus.cli.request.RequestRestrictCommand;
import org.quietus.cli.request.RequestReviewCommand;
import org.quietus.cli.request.RequestShowCommand;
import org.quietus.cli.request.RequestUnrestrictCommand;
import org.quietus.cli.request.RequestVerifyCommand;
import org.quietus.cli.run.AbandonCommand;
import org.quietus.cli.run.ApproveCommand;
import org.quietus.cli.run.PauseCommand;
import org.quietus.cli.run.PlanCommand;
import org.quietus.cli.run.ReplayCommand;
import org.quietus.cli.run.ResumeCommand;
import org.quietus.cli.run.RunCommand;
import org.quietus.cli.run.StatusCommand;
import org.quietus.cli.run.StopCommand;
import org.quietus.cli.run.TuneCommand;
import org.quietus.cli.run.ValidateCommand;
import picocli.CommandLine;

/** The command line of Quietus, and the place where its parts are put together. */
public final class Commands {

  private static final Set<String> HELP = Set.of("-h", "--help");

  private Commands() {}

  /** Runs one command on the standard streams and returns the process's exit code. */
  public static int run(String... given) {
    NativeText.writeUtf8();
    String[] arguments = NativeText.arguments(given);
    CommandContext surroundings =
        new CommandContext(
            Clock.systemUTC(),
            NativeText.environment(),
            JobOpening::open,
            System.in,
            Terminal.isThere(),
            Terminal.isTyped());
    return of(surroundings, arguments)
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .execute(arguments);
  }

  /** The commands that the arguments may mean, ready to execute; all of them without arguments. */
  static CommandLine of(CommandContext surroundings, String... arguments) {
    QuietusCommand root = new QuietusCommand();
    CommandLine line = all(root).make(surroundings, words(arguments));
    document(line);
    Failures failures = new Failures();
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setExecutionStrategy(parsed -> execute(parsed, root.isVerbose()));
  }

  /** Help needs no logging, which takes as long to begin. */
  private static int execute(CommandLine.ParseResult parsed, boolean verbose) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    Logs.begin(verbose);
    return new CommandLine.RunLast().execute(parsed);
  }

  /** What may name a command; none where help is asked for, which lists them all. */
  private static List<String> words(String... arguments) {
    return Stream.of(arguments).anyMatch(HELP::contains)
        ? List.of()
        : Stream.of(arguments).filter(argument -> !argument.startsWith("-")).toList();
  }

  private static NamedCommand all(QuietusCommand root) {
    return group(
        "quietus",
        root,
        command("demo", DemoCommand::new),
        command("init", InitCommand::new),
        command("validate", ValidateCommand::new),
        command("coverage", CoverageCommand::new),
        command("plan", PlanCommand::new),
        command("run", RunCommand::new),
        command("approve", ApproveCommand::new),
        command("abandon", AbandonCommand::new),
        command("pause", PauseCommand::new),
        command("resume", ResumeCommand::new),
        command("stop", StopCommand::new),
        command("tune", TuneCommand::new),
        command("replay", ReplayCommand::new),
        command("status", StatusCommand::new),
        group(
            "request",
            new RequestCommand(),
            command("add", RequestAddCommand::new),
            command("intake", RequestIntakeCommand::new),
            command("verify", RequestVerifyCommand::new),
            command("approve", RequestApproveCommand::new),
            command("answer", RequestAnswerCommand::new),
            command("refuse", RequestRefuseCommand::new),
            command("extend", RequestExtendCommand::new),
            command("cancel", RequestCancelCommand::new),
            command("expire", RequestExpireCommand::new),
            command("restrict", RequestRestrictCommand::new),
            command("unrestrict", RequestUnrestrictCommand::new),
            command("object", RequestObjectCommand::new),
            command("review", RequestReviewCommand::new),
            command("accept", RequestAcceptCommand::new),
            command("list", RequestListCommand::new),
            command("show", RequestShowCommand::new)),
        group(
            "hold",
            new HoldCommand(),
            command("add", HoldAddCommand::new),
            command("list", HoldListCommand::new),
            command("release", HoldReleaseCommand::new),
            command("disclose", HoldDiscloseCommand::new)),
        group(
            "answer",
            new AnswerCommand(),
            command("list", AnswerListCommand::new),
            command("show", AnswerShowCommand::new),
            command("sent", AnswerSentCommand::new)),
        group(
            "recipient",
            new RecipientCommand(),
            command("list", RecipientListCommand::new),
            command("show", RecipientShowCommand::new),
            command("retry", RecipientRetryCommand::new),
            command("exempt", RecipientExemptCommand::new),
            command("acknowledge", RecipientAcknowledgeCommand::new)),
        group(
            "certificate",
            new CertificateCommand(),
            command("list", CertificateListCommand::new),
            command("show", CertificateShowCommand::new),
            command("job", CertificateJobCommand::new),
            command("verify", CertificateVerifyCommand::new),
            command("audit", CertificateAuditCommand::new),
            command("claim", CertificateClaimCommand::new),
            command("render", surroundings -> new CertificateRenderCommand()),
            command("schema", surroundings -> new CertificateSchemaCommand())),
        group(
            "checkpoint",
            new CheckpointCommand(),
            command("export", CheckpointExportCommand::new),
            command("cosign", CheckpointCosignCommand::new),
            command("add", CheckpointAddCommand::new)),
        group(
            "key",
            new KeyCommand(),
            command("generate", KeyGenerateCommand::new),
            command("succeed", KeySucceedCommand::new),
            command("rotate", KeyRotateCommand::new),
            command("list", KeyListCommand::new),
            command("destroy", KeyDestroyCommand::new)),
        command("report", ReportCommand::new),
        command("completion", CompletionCommand::new),
        command("manual", ManualCommand::new));
  }

  /** What every help text ends with, and every command's {@code --version} prints. */
  private static void document(CommandLine line) {
    CommandLine.Model.CommandSpec command = line.getCommandSpec();
    command.versionProvider(new JarVersion());
    command
        .usageMessage()
        .width(100)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(ExitCode.meanings());
    line.getSubcommands().values().forEach(Commands::document);
  }
}
