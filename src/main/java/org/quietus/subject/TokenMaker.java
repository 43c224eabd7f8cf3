package org.quietus.subject;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens under the key of one epoch: HMAC-SHA-256 over tenant, subject, kind, version and
 * value, each framed by its length. Not for several threads at once.
 */
public final class TokenMaker {
  private final int epoch;
  private final Mac mac;
  private final Map<Frame, byte[]> frames = new HashMap<>();

  private record Frame(Optional<String> tenant, String subject, TokenKind kind) {}

  TokenMaker(int epoch, byte[] key) {
    this.epoch = epoch;
    try {
      this.mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  /** The epoch whose key it uses. */
  public int epoch() {
    return epoch;
  }

  /** The token of a normalised value. */
  public Token of(Optional<String> tenant, String subject, TokenKind kind, String normalised) {
    mac.update(frames.computeIfAbsent(new Frame(tenant, subject, kind), TokenMaker::framed));
    byte[] value = normalised.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).flip());
    mac.update(value);
    return Token.of(mac.doFinal());
  }

  /** No tenant is told from one with an empty name by the byte before it. */
  private static byte[] framed(Frame frame) {
    byte[] tenant = frame.tenant().orElse("").getBytes(StandardCharsets.UTF_8);
    byte[] subject = frame.subject().getBytes(StandardCharsets.UTF_8);
    byte[] kind = frame.kind().name().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + 4 * Integer.BYTES + tenant.length + subject.length + kind.length)
        .put((byte) (frame.tenant().isPresent() ? 1 : 0))
        .putInt(tenant.length)
        .put(tenant)
        .putInt(subject.length)
        .put(subject)
        .putInt(kind.length)
        .put(kind)
        .putInt(frame.kind().version())
        .array();
  }
}
