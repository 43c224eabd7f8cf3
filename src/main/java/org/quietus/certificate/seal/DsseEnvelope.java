package org.quietus.certificate.seal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A signed payload, as the Dead Simple Signing Envelope 1.0.2 defines it, except that unknown
 * members are refused. What is signed is {@link #preAuthenticationEncoding()}, not the JSON around
 * it.
 */
public record DsseEnvelope(String payloadType, Base64Text payload, List<Signature> signatures) {

  /** The payload type of certificates. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  /** The payload type of notices to recipients, which are no certificates. */
  public static final String NOTICE = "application/vnd.quietus.notice+json";

  /** The payload type of statements that a key of certificates took the place of another. */
  public static final String KEY_EVENT = "application/vnd.quietus.key-event+json";

  /** The payload type of the same statements about the keys of logs. */
  public static final String LOG_KEY_EVENT = "application/vnd.quietus.log-key-event+json";

  /** The payload type of statements that certificates were removed under a retention rule. */
  public static final String REMOVAL = "application/vnd.quietus.removal+json";

  private static final Set<String> TYPES =
      Set.of(IN_TOTO, NOTICE, KEY_EVENT, LOG_KEY_EVENT, REMOVAL);

  private static final int MOST_SIGNATURES = 8;

  /** Bytes as standard base64 (RFC 4648 §4), padded, unbroken, with no bit to spare. */
  public record Base64Text(@JsonValue String text) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Base64Text {
      if (!text.equals(encode(decode(text)))) {
        throw new IllegalArgumentException("it holds base64 that is not in its strict form");
      }
    }

    /** The base64 of some bytes. */
    public static Base64Text of(byte[] bytes) {
      return new Base64Text(encode(bytes));
    }

    /** The bytes. */
    public byte[] bytes() {
      return decode(text);
    }

    private static String encode(byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) { // its message quotes
        throw new IllegalArgumentException("it holds something that is not base64", null);
      }
    }
  }

  /**
   * One signature.
   *
   * @param keyid see {@link PublicKeys#idOf}; a hint that the specification lets signers leave out
   */
  public record Signature(Optional<String> keyid, Base64Text sig) {
    public Signature {
      require(sig, "a signature has no sig");
    }

    /** One whose key is named. */
    public Signature(String keyid, Base64Text sig) {
      this(Optional.of(keyid), sig);
    }
  }

  public DsseEnvelope {
    require(payloadType, "it has no payloadType");
    require(payload, "it has no payload");
    require(signatures, "it has no signatures");
    signatures = List.copyOf(signatures);
    if (!TYPES.contains(payloadType)) {
      throw new IllegalArgumentException("its payload type is none of " + new TreeSet<>(TYPES));
    }
    if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
      throw new IllegalArgumentException("it has no signature, or too many");
    }
  }

  /** JSON leaves out what Java's types promise. */
  private static void require(@Nullable Object there, String otherwise) {
    if (there == null) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Signs a certificate's payload. */
  public static DsseEnvelope sign(byte[] payload, SigningKeys keys) {
    return sign(IN_TOTO, payload, keys);
  }

  /** Signs a payload of a type. */
  public static DsseEnvelope sign(String type, byte[] payload, SigningKeys keys) {
    byte[] signature = keys.sign(encode(type, payload));
    return new DsseEnvelope(
        type,
        Base64Text.of(payload),
        List.of(new Signature(keys.keyId(), Base64Text.of(signature))));
  }

  /**
   * Reads an envelope that Quietus wrote.
   *
   * @throws IllegalArgumentException if it is none, byte for byte
   */
  public static DsseEnvelope read(byte[] json) {
    return CanonicalJson.read(json, DsseEnvelope.class);
  }

  /** The envelope as a file: JSON, one key per line. */
  public byte[] bytes() {
    return CanonicalJson.write(this);
  }

  /** The bytes that are signed, {@code DSSEv1 SP length SP type SP length SP payload}. */
  public byte[] preAuthenticationEncoding() {
    return encode(payloadType, payload.bytes());
  }

  public static byte[] encode(String type, byte[] payload) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(typeBytes);
    out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(payload);
    return out.toByteArray();
  }
}
