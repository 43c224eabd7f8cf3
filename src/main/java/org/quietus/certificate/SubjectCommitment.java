package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.quietus.evidence.Digest;

/**
 * Binds a certificate to one person without naming them: whoever holds the nonce and the
 * identifiers can show that the certificate is theirs, and without the nonce nobody can guess them.
 *
 * <p>SHA-256 over the domain, the nonce, and each identifier's type and value, in the order of type
 * and value, each preceded by its length in bytes as 8 bytes, big-endian.
 */
public record SubjectCommitment(@JsonValue Digest digest) {

  static final String DOMAIN = "quietus.org/subject-commitment/v1";

  /** Length of a nonce. */
  public static final int NONCE_BYTES = 32;

  private static final Comparator<Identifier> ORDER =
      Comparator.comparing(Identifier::type).thenComparing(Identifier::normalised);

  /** One way to tell a person, normalised; prints as its type alone. */
  public record Identifier(String type, String normalised) {
    @Override
    public String toString() {
      return type + " (hidden)";
    }
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SubjectCommitment {}

  /**
   * The commitment to a person's identifiers, in whatever order they come and however often.
   *
   * @param nonce 32 random bytes, kept for the requester
   */
  public static SubjectCommitment of(byte[] nonce, Collection<Identifier> identifiers) {
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("the nonce of a commitment is " + NONCE_BYTES + " bytes");
    }
    if (identifiers.isEmpty()) {
      throw new IllegalArgumentException("a commitment is to at least one identifier");
    }
    MessageDigest sha256 = Digest.sha256();
    add(sha256, DOMAIN.getBytes(StandardCharsets.UTF_8));
    add(sha256, nonce);
    List<Identifier> inOrder = identifiers.stream().distinct().sorted(ORDER).toList();
    for (Identifier identifier : inOrder) {
      add(sha256, identifier.type().getBytes(StandardCharsets.UTF_8));
      add(sha256, identifier.normalised().getBytes(StandardCharsets.UTF_8));
    }
    return new SubjectCommitment(Digest.ofHash(sha256.digest()));
  }

  private static void add(MessageDigest digest, byte[] field) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(field.length).array());
    digest.update(field);
  }
}
