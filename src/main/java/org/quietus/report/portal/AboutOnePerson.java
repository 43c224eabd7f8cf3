package org.quietus.report.portal;

import java.nio.charset.StandardCharsets;
import org.quietus.certificate.AuditVisitor;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.seal.DsseEnvelope;

/**
 * Whether a certificate file is about a single request. Where the file is not good, nobody knows
 * what is in it: then whatever hints at a request counts.
 */
final class AboutOnePerson {
  private static final String REQUEST = Occasion.Kind.REQUEST.label();

  private AboutOnePerson() {}

  static boolean is(AuditVisitor.Examined examined) {
    return examined.verdict() instanceof Verdict.Good good
        ? good.certificate().identity().occasion().kind() == Occasion.Kind.REQUEST
        : examined.id().startsWith(REQUEST) || !isOfRun(examined.file());
  }

  /** Whether it is an envelope, and speaks of a run alone. */
  private static boolean isOfRun(byte[] file) {
    try {
      String payload =
          new String(DsseEnvelope.read(file).payload().bytes(), StandardCharsets.UTF_8);
      return payload.contains("\"kind\": \"run\"") && !payload.contains('"' + REQUEST + '"');
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
