package org.quietus.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a recipient need not be told of an erasure (GDPR Art. 19, PIPL implementing standards). */
public enum Exemption {
  /** The person has authorised the recipient directly. */
  OWN_AUTHORISATION,
  /** A law says that the recipient keeps the data. */
  LAW,
  /** The recipient cannot be told, e.g. because it no longer exists. */
  IMPOSSIBLE,
  /** To tell the recipient would take an effort out of all proportion. */
  DISPROPORTIONATE;

  /** The exemption with a code, e.g. {@code own-authorisation}. */
  public static Optional<Exemption> of(String code) {
    return Arrays.stream(values()).filter(each -> each.toString().equals(code)).findFirst();
  }

  /** Every code, with commas between them. */
  public static String allCodes() {
    return Arrays.stream(values()).map(Exemption::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
