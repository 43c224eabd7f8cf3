package org.quietus.certificate.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;

/** A witness that signs whatever it is given. */
record Cosigner(WitnessKey key, KeyPair pair) {

  static Cosigner named(String name) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new Cosigner(WitnessKey.of(name, pair.getPublic()), pair);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** What it answers when it is asked for a checkpoint. */
  byte[] line(byte[] checkpoint, Instant now) {
    return signature(SignedNote.read(checkpoint).text(), now.getEpochSecond())
        .line()
        .getBytes(UTF_8);
  }

  SignedNote.Signature signature(String text, long time) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      signer.update(key.message(text, time));
      return SignedNote.Signature.of(
          key.verifier(), ByteBuffer.allocate(72).putLong(time).put(signer.sign()).array());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
