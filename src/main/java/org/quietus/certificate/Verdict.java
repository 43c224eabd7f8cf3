package org.quietus.certificate;

import java.util.List;

/** What a check of a certificate file found. */
public sealed interface Verdict {

  /** One sentence for the person who asked. */
  String describe();

  /** Whether the certificate is what a trusted key signed. */
  default boolean isGood() {
    return this instanceof Good;
  }

  /** Signed by a trusted key, unchanged, and consistent in itself. */
  record Good(Certificate certificate, String keyId) implements Verdict {
    @Override
    public String describe() {
      return "Good: certificate " + certificate.id() + " is signed by key " + keyId + ".";
    }
  }

  /** An envelope, but no trusted key signed it. */
  record NotSignedByThese(List<String> keyIds) implements Verdict {
    public NotSignedByThese {
      keyIds = List.copyOf(keyIds);
    }

    @Override
    public String describe() {
      return "Not good: none of the public keys given signed it, or its key id was changed.";
    }
  }

  /** It claims a trusted key, but that key did not sign this. */
  record SignatureWrong(String keyId) implements Verdict {
    @Override
    public String describe() {
      return "Not good: it was changed after key " + keyId + " signed it, or that key never did.";
    }
  }

  /** Not an envelope as Quietus writes it. */
  record NotAnEnvelope(String why) implements Verdict {
    @Override
    public String describe() {
      return "Not good: this is not a certificate file: " + why + ".";
    }
  }

  /** Signed by a trusted key, but what it says cannot be, or is not understood. */
  record Inconsistent(String keyId, String why) implements Verdict {
    @Override
    public String describe() {
      return "Not good: signed by key " + keyId + ", but inconsistent: " + why + ".";
    }
  }
}
