package org.quietus.cli.draft;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Comments;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.output.ExitCode;
import org.quietus.database.CatalogReader;
import org.quietus.database.CommentReader;
import org.quietus.database.ConnectionFailure;
import org.quietus.database.DatabaseConnections;
import org.quietus.database.Dialects;
import org.quietus.job.Refusal;
import org.quietus.policy.DatabaseSettings.Credential;
import org.quietus.policy.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Drafts a job file. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    header = {"Drafts a job file from a database.", ""},
    description = {
      "Reads a database's catalog, never its rows, and prints a commented job file for it. The"
          + " draft removes nothing until it is edited; what 'validate' would refuse of it is said"
          + " above the line."
    },
    footer = {
      "",
      "Example:",
      "  export DB_PASSWORD=…",
      "  quietus init --url jdbc:mysql://localhost:3306/crm --user quietus > crm.yaml"
    })
public final class InitCommand implements Callable<Integer> {
  private static final Pattern LAST_NAME =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,62})(?:[?;].*)?$");

  private final CommandContext surroundings;

  @Spec private CommandSpec command;

  @Option(
      names = "--url",
      paramLabel = "URL",
      required = true,
      description = "The JDBC URL, without credentials, e.g. jdbc:mysql://host:3306/schema.")
  private String url;

  @Option(names = "--user", paramLabel = "NAME", description = "The database user. Default: none.")
  private String user = "";

  @Option(
      names = "--password-env",
      paramLabel = "VARIABLE",
      defaultValue = "DB_PASSWORD",
      description = "The environment variable that holds the password. Default: ${DEFAULT-VALUE}.")
  private String passwordVariable;

  public InitCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    url = url.replaceFirst("^jdbc:mariadb:", "jdbc:mysql:");
    PrintWriter out = command.commandLine().getOut();
    Described database = described();
    String draft =
        JobDraft.of(database.catalog(), database.comments(), url, user, passwordVariable);
    out.print(
        DraftCheck.annotated(
            draft,
            database.catalog(),
            database.comments(),
            surroundings.environment(),
            surroundings.clock().instant()));
    out.flush();
    return ExitCode.OK.code();
  }

  /** What a database says of itself. */
  private record Described(Catalog catalog, Comments comments) {}

  private Described described() {
    String password =
        Optional.ofNullable(surroundings.environment().get(passwordVariable))
            .orElseThrow(
                () ->
                    new Refusal(
                        "set the environment variable "
                            + passwordVariable
                            + " to the password, or name another with --password-env"));
    Credential credential = new Credential(user, new Secret(password));
    try (Connection connection = new DatabaseConnections(url, credential).getConnectionToLook()) {
      return new Described(
          CatalogReader.read(connection, databaseName()),
          CommentReader.read(connection, Dialects.of(connection).currentSchema(connection)));
    } catch (SQLException e) {
      ConnectionFailure why = ConnectionFailure.of(url, e);
      throw new Refusal(why.what(databaseName()) + "; " + why.mend());
    } catch (IllegalArgumentException e) {
      throw new Refusal("--url: " + e.getMessage());
    }
  }

  private String databaseName() {
    Matcher last = LAST_NAME.matcher(url);
    return last.find() ? last.group(1) : "database";
  }
}
