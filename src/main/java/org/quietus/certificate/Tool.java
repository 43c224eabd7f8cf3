package org.quietus.certificate;

import java.util.Optional;

/**
 * The program that did it.
 *
 * @param version its release
 * @param build digest of the file that ran; empty if it ran unpackaged
 */
public record Tool(String version, Optional<Digest> build) {

  public Tool {
    Wording.line("the tool's version", version);
  }
}
