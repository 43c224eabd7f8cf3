package org.quietus.run.certify;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.quietus.certificate.CertificateWriter;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.policy.Language;

/**
 * The PDF that could not be put beside a certificate.
 *
 * @param certificate the file that it belongs to
 * @param language the one that the job file asks for
 */
public record LackingPdf(
    EvidenceName certificate, EvidenceStore store, Optional<Language> language) {

  /** How to make it; empty if nothing is missing. */
  public static Optional<String> of(
      CertificateWriter.Issued issued, EvidenceStore store, Optional<Language> language) {
    return Optional.of(issued)
        .filter(CertificateWriter.Issued::lacksPdf)
        .map(one -> new LackingPdf(one.name(), store, language).remedy());
  }

  /**
   * What an operator types to have it. The command reads files alone: of a store elsewhere it needs
   * copies of the certificate and of all keys, for an earlier one may have signed it.
   */
  public String remedy() {
    URI place = store.locate(certificate);
    String what =
        "there is no PDF beside certificate "
            + certificate.stem()
            + ", which is good without it; make one: ";
    if ("file".equals(place.getScheme())) {
      return what + command(Path.of(place).toString());
    }
    return what
        + "copy %s and %s to a local folder, as %s and %s, and run there: "
            .formatted(place, place.resolve("../keys/"), certificate, "keys/")
        + command(certificate.toString());
  }

  private String command(String file) {
    return "quietus certificate render "
        + file
        + language
            .filter(other -> other != Language.EN)
            .map(other -> " --language " + other)
            .orElse("");
  }
}
