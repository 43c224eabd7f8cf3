package org.quietus.cli.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.quietus.certificate.CertificateVerifier;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.job.Refusal;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A certificate file that somebody was given, and the key to trust. */
final class CertificateFile {

  @Parameters(index = "0", paramLabel = "FILE", description = "The certificate, a JSON file.")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "PUB.pem",
      description =
          "The public key to trust. Default: those in the evidence store that FILE lies in.")
  private Optional<Path> key = Optional.empty();

  Path path() {
    return file;
  }

  /** The file's bytes, and what a check of them finds. */
  record Checked(byte[] content, Verdict verdict) {}

  /**
   * Checks the file with the key that was given, or with those of its store.
   *
   * @throws Refusal if there is no key
   */
  Checked checked() throws IOException {
    PublicKeys trusted =
        key.map(PublicKeys::load)
            .map(KeyHistory.beside(file)::of)
            .orElseGet(() -> PublicKeys.beside(file));
    if (trusted.byId().isEmpty()) {
      throw new Refusal("no public key found for " + file + "; pass --key PUB.pem");
    }
    byte[] content = Files.readAllBytes(file);
    return new Checked(content, new CertificateVerifier(trusted).verify(content));
  }
}
