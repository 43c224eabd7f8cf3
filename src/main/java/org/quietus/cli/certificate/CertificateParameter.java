package org.quietus.cli.certificate;

import org.quietus.certificate.CertificateReader.Stored;
import org.quietus.cli.input.IdArgument;
import picocli.CommandLine.Parameters;

/** The CERTIFICATE that a command is about: its id, or as much of its beginning as is unique. */
final class CertificateParameter {

  @Parameters(
      index = "0+", // after the job
      paramLabel = "CERTIFICATE",
      converter = IdArgument.class,
      description = "The certificate's id.")
  private String id;

  /**
   * The id that was meant.
   *
   * @throws org.quietus.job.Refusal if several begin so
   */
  String in(Evidence evidence) {
    return evidence.certificateId(id);
  }

  /**
   * The certificate, good or not.
   *
   * @throws org.quietus.job.Refusal if there is none
   */
  Stored stored(Evidence evidence) {
    return evidence.certificate(id);
  }
}
