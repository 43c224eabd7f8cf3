package org.quietus.cli.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.HoldDetail;
import org.quietus.certificate.NotRemoved;
import org.quietus.job.Refusal;
import picocli.CommandLine.Option;

/** Details of holds that somebody was told, held against what a certificate states of them. */
final class Disclosed {
  private static final int LARGEST = 1 << 20;

  @Option(
      names = "--disclosure",
      paramLabel = "DETAILS",
      description = "Details of a hold, as 'quietus hold disclose' prints them.")
  private Optional<Path> file = Optional.empty();

  /**
   * What a detail is found to be.
   *
   * @param good whether the certificate states it of a hold
   */
  record Finding(boolean good, String text) {}

  /** A finding for each detail; none if nothing was disclosed. */
  List<Finding> of(Certificate certificate) throws IOException {
    List<Finding> findings = new ArrayList<>();
    if (file.isPresent()) {
      for (HoldDetail detail : read(file.get()).details()) {
        findings.add(finding(detail, certificate));
      }
    }
    return findings;
  }

  private static HoldDetail.Disclosure read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return HoldDetail.Disclosure.read(in.readNBytes(LARGEST));
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          file + " does not hold details of a hold: " + e.getMessage() + "; see 'hold disclose'");
    }
  }

  private static Finding finding(HoldDetail detail, Certificate certificate) {
    List<String> references =
        certificate.notRemoved().holds().stream()
            .filter(hold -> hold.details().contains(detail.stated()))
            .map(NotRemoved.Hold::reference)
            .distinct()
            .toList();
    return references.isEmpty()
        ? new Finding(
            false,
            "Not good: the certificate states of no hold that its %s is %s."
                .formatted(detail.name(), detail.value()))
        : new Finding(
            true,
            "Disclosed: of the hold %s, the certificate states that its %s is %s."
                .formatted(String.join(", ", references), detail.name(), detail.value()));
  }
}
