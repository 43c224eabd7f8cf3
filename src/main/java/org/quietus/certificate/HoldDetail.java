package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.quietus.certificate.seal.CanonicalJson;
import org.quietus.evidence.Digest;

/**
 * Something about a hold that certificates state as a digest alone, so that it can be told to one
 * reader and not to others: SHA-256 over the domain, the salt, the name and the value, each
 * preceded by its length in bytes as 8 bytes, big-endian.
 *
 * @param name a code, e.g. {@code case}
 * @param salt 32 bytes that nobody can guess, lower-case hex
 */
public record HoldDetail(String name, String value, String salt) {
  private static final String DOMAIN = "quietus.org/hold-detail/v1";
  private static final int SALT_BYTES = 32;

  public HoldDetail {
    SafeText.code("the name of a hold's detail", name);
    SafeText.line("a hold's detail", value);
    if (HexFormat.of().parseHex(salt).length != SALT_BYTES || !salt.matches("[0-9a-f]*")) {
      throw new IllegalArgumentException("the salt of a hold's detail is 32 bytes, lower-case hex");
    }
  }

  /** A detail with its salt. */
  public static HoldDetail of(String name, String value, byte[] salt) {
    return new HoldDetail(name, value, HexFormat.of().formatHex(salt));
  }

  /**
   * What a certificate states of it.
   *
   * @param digest of the whole detail
   */
  public record Stated(String name, Digest digest) {
    public Stated {
      SafeText.code("the name of a hold's detail", name);
    }
  }

  /** What a certificate states of it. */
  public Stated stated() {
    MessageDigest sha256 = Digest.sha256();
    add(sha256, DOMAIN.getBytes(StandardCharsets.UTF_8));
    add(sha256, HexFormat.of().parseHex(salt));
    add(sha256, name.getBytes(StandardCharsets.UTF_8));
    add(sha256, value.getBytes(StandardCharsets.UTF_8));
    return new Stated(name, Digest.ofHash(sha256.digest()));
  }

  private static void add(MessageDigest digest, byte[] field) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(field.length).array());
    digest.update(field);
  }

  /** A file of details for somebody who may know them. */
  public record Disclosure(
      @JsonProperty("quietus-hold-details") int version, List<HoldDetail> details) {
    private static final int VERSION = 1;

    public Disclosure {
      details = List.copyOf(details);
      if (version != VERSION || details.isEmpty()) {
        throw new IllegalArgumentException("it is not a disclosure of this version");
      }
    }

    /** A disclosure of these details, at least one. */
    public static Disclosure of(List<HoldDetail> details) {
      return new Disclosure(VERSION, details);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is not one; the message quotes none of it
     */
    public static Disclosure read(byte[] file) {
      return CanonicalJson.read(file, Disclosure.class);
    }

    /** The file. */
    public byte[] bytes() {
      return CanonicalJson.write(this);
    }
  }
}
