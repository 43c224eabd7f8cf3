package org.quietus.testing;

/** Tests make thousands of certificates; those that are not about PDFs make none. */
public final class WithoutPdf {

  private WithoutPdf() {}

  /** The job file with PDFs switched off, if its evidence stands in one line and says nothing. */
  public static String of(String yaml) {
    return yaml.replaceAll("(?m)^(evidence: \\{(?!.*pdf:).*\\S) \\}", "$1, pdf: off }");
  }
}
