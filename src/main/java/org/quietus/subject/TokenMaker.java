package org.quietus.subject;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens under the key of one epoch: HMAC-SHA-256 over tenant, subject, kind, version and
 * value, each framed by its length. Not for several threads at once.
 */
public final class TokenMaker {
  /** Hexadecimal digits: no two keys have the same. */
  private static final int CHECK = 32;

  private final int epoch;
  private final SecretKeySpec key;
  private final Mac mac;

  TokenMaker(int epoch, byte[] key) {
    this(epoch, new SecretKeySpec(key, "HmacSHA256"));
  }

  private TokenMaker(int epoch, SecretKeySpec key) {
    this.epoch = epoch;
    this.key = key;
    try {
      this.mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  /** The same for another thread. */
  public TokenMaker copy() {
    return new TokenMaker(epoch, key);
  }

  /** The epoch whose key it uses. */
  public int epoch() {
    return epoch;
  }

  /** Tells the key from any other, and nothing of it. */
  public String check() {
    return HexFormat.of()
        .formatHex(of(Optional.empty(), "key check", TokenKind.ROW_KEY, "").bytes())
        .substring(0, CHECK);
  }

  /** The token of a normalised value. */
  public Token of(Optional<String> tenant, String subject, TokenKind kind, String normalised) {
    return framed(tenant, subject, kind).of(normalised);
  }

  /** Makes the tokens of many values of one kind. */
  public Framed framed(Optional<String> tenant, String subject, TokenKind kind) {
    return new Framed(frame(tenant, subject, kind));
  }

  /** Makes tokens of one kind, of one tenant's subjects. */
  public final class Framed {
    private final byte[] frame;

    private Framed(byte[] frame) {
      this.frame = frame;
    }

    /** The token of a normalised value. */
    public Token of(String normalised) {
      byte[] value = normalised.getBytes(StandardCharsets.UTF_8);
      byte[] framed =
          ByteBuffer.allocate(frame.length + Integer.BYTES + value.length)
              .put(frame)
              .putInt(value.length)
              .put(value)
              .array();
      return Token.of(mac.doFinal(framed));
    }
  }

  /** No tenant is told from one with an empty name by the first byte. */
  private static byte[] frame(Optional<String> of, String name, TokenKind kind) {
    byte[] tenant = of.orElse("").getBytes(StandardCharsets.UTF_8);
    byte[] subject = name.getBytes(StandardCharsets.UTF_8);
    byte[] type = kind.name().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + 4 * Integer.BYTES + tenant.length + subject.length + type.length)
        .put((byte) (of.isPresent() ? 1 : 0))
        .putInt(tenant.length)
        .put(tenant)
        .putInt(subject.length)
        .put(subject)
        .putInt(type.length)
        .put(type)
        .putInt(kind.version())
        .array();
  }
}
