package org.quietus.certificate;

import java.util.Optional;
import org.quietus.evidence.Digest;

/**
 * The program that did it.
 *
 * @param version its release
 * @param build digest of the file that ran; empty if it ran unpackaged
 */
public record Tool(String version, Optional<Digest> build) {

  public Tool {
    SafeText.line("the tool's version", version);
  }
}
