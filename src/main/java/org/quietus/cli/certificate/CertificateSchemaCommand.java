package org.quietus.cli.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.quietus.cli.output.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of certificates. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    header = {"Prints the JSON Schema of certificates.", ""},
    description = {
      "Prints the schema (draft 2020-12) of what is signed: the payload of a certificate's envelope,"
          + " an in-toto Statement. What a schema cannot say, e.g. that counts add up, 'quietus"
          + " certificate verify' checks."
    },
    footer = {
      "",
      "Example:",
      "  quietus certificate schema > certificate.schema.json",
    })
public final class CertificateSchemaCommand implements Callable<Integer> {
  private static final String RESOURCE = "/quietus-certificate.schema.json";

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    try (InputStream schema =
        Objects.requireNonNull(getClass().getResourceAsStream(RESOURCE), RESOURCE)) {
      out.print(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
    out.flush();
    return ExitCode.OK.code();
  }
}
