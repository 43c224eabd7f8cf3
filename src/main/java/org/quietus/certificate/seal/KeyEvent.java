package org.quietus.certificate.seal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.seal.DsseEnvelope.Base64Text;
import org.quietus.certificate.seal.DsseEnvelope.Signature;
import org.quietus.certificate.seal.SigningKeys.Use;

/**
 * The statement that one key took the place of another, signed by both: by the earlier one, which
 * whoever trusted it believes, and by the later one, which shows that it was there.
 *
 * @param from id of the earlier key
 * @param to id of the later key
 * @param at to the second
 */
public record KeyEvent(
    @JsonProperty("quietus-key-event") int version, String from, String to, Instant at) {

  private static final int VERSION = 1;
  private static final int BOTH = 2;

  public KeyEvent {
    if (version != VERSION || from.equals(to)) {
      throw new IllegalArgumentException("it is not a key event of this version");
    }
  }

  /** The file that says so. */
  public static byte[] write(Use use, SigningKeys from, SigningKeys to, Instant at) {
    byte[] payload =
        CanonicalJson.write(
            new KeyEvent(
                VERSION, from.keyId(), to.keyId(), Instant.ofEpochSecond(at.getEpochSecond())));
    byte[] signed = DsseEnvelope.encode(type(use), payload);
    return new DsseEnvelope(
            type(use),
            Base64Text.of(payload),
            List.of(
                new Signature(from.keyId(), Base64Text.of(from.sign(signed))),
                new Signature(to.keyId(), Base64Text.of(to.sign(signed)))))
        .bytes();
  }

  /** No statement about keys of one use is one about those of another. */
  private static String type(Use use) {
    return use == Use.LOG ? DsseEnvelope.LOG_KEY_EVENT : DsseEnvelope.KEY_EVENT;
  }

  /**
   * What a file says, if both of the keys that it names signed it.
   *
   * @param known every key that there is of that use, trusted or not
   */
  public static Optional<KeyEvent> read(Use use, byte[] file, PublicKeys known) {
    try {
      DsseEnvelope envelope = DsseEnvelope.read(file);
      if (!envelope.payloadType().equals(type(use))) {
        return Optional.empty();
      }
      KeyEvent event = CanonicalJson.read(envelope.payload().bytes(), KeyEvent.class);
      byte[] signed = envelope.preAuthenticationEncoding();
      boolean good =
          envelope.signatures().size() == BOTH
              && isSigned(envelope, signed, event.from(), known)
              && isSigned(envelope, signed, event.to(), known);
      return good ? Optional.of(event) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isSigned(
      DsseEnvelope envelope, byte[] signed, String id, PublicKeys known) {
    PublicKey key = known.byId().get(id);
    return key != null
        && envelope.signatures().stream()
            .filter(signature -> signature.keyid().filter(id::equals).isPresent())
            .anyMatch(signature -> PublicKeys.isSignedBy(key, signed, signature.sig().bytes()));
  }
}
