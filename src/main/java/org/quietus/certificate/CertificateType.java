package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What gave rise to a certificate. */
public enum CertificateType {
  RETENTION_RUN,
  ERASURE_REQUEST,
  WIND_DOWN,
  RESTORE_REPLAY,
  FOLLOW_UP,
  CORRECTION;

  /** As the certificate writes it, e.g. {@code retention-run}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
