package org.quietus.cli.certificate;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.certificate.Verdict;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.Refusal;
import org.quietus.policy.Language;
import org.quietus.report.pdf.CertificatePdf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a PDF of a certificate file. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    header = {"Makes a PDF of a certificate file.", ""},
    description = {
      "Checks that the certificate is what a key signed, and makes a PDF/A-2u document of it. What"
          + " is not good is not shown. Only the certificate file is evidence, not the PDF."
    },
    footer = {
      "",
      "Examples:",
      "  quietus certificate render evidence/certificates/….json --language zh --out"
          + " certificate.pdf",
      "  quietus certificate render received.json --key controller.pub.pem"
    })
public final class CertificateRenderCommand implements Callable<Integer> {

  @Mixin private JsonOption output;

  @Mixin private CertificateFile certificate;

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      defaultValue = "en",
      description = "The language: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Language language = Language.EN;

  @Option(
      names = "--out",
      paramLabel = "FILE.pdf",
      description =
          "The file to make, which is not to be there. Default: FILE with the ending .pdf.")
  private Optional<Path> out = Optional.empty();

  /** What {@code --json} prints. */
  record Made(String certificate, String file) {}

  @Override
  public Integer call() throws IOException {
    Verdict verdict = certificate.checked().verdict();
    if (!(verdict instanceof Verdict.Good good)) {
      output.print(verdict, out -> out.println(verdict.describe()));
      return ExitCode.NOT_VERIFIED.code();
    }
    Path file = out.orElseGet(this::beside);
    try {
      Files.write(
          file,
          CertificatePdf.render(good.certificate(), language),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new Refusal(file + " is there already; remove it, or name another file with --out");
    }
    output.print(new Made(good.certificate().id(), file.toString()), out -> out.println(file));
    return ExitCode.OK.code();
  }

  private Path beside() {
    Path file = certificate.path();
    return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.json$", "") + ".pdf");
  }
}
