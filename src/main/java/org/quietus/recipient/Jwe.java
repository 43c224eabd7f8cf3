package org.quietus.recipient;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encrypts to a public key: JWE in its compact form (RFC 7516) with {@code ECDH-ES} on X25519 (RFC
 * 8037) or P-256 (RFC 7518 §4.6) and {@code A256GCM}.
 */
public final class Jwe {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static final String CONTENT = "A256GCM";
  private static final int KEY_BITS = 256;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;

  private Jwe() {}

  /** The plain text, which only the holder of the private key can read. */
  public static String encrypt(byte[] plain, PublicKey recipient) {
    try {
      KeyPair ephemeral = ephemeral(recipient);
      Map<String, Object> header = new LinkedHashMap<>();
      header.put("alg", "ECDH-ES");
      header.put("enc", CONTENT);
      header.put("cty", "application/json");
      header.put("epk", jwk(ephemeral.getPublic()));
      String head = URL.encodeToString(JSON.writeValueAsBytes(header));
      byte[] nonce = new byte[NONCE_BYTES];
      new SecureRandom().nextBytes(nonce);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key(ephemeral, recipient), "AES"),
          new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(head.getBytes(StandardCharsets.US_ASCII));
      byte[] sealed = cipher.doFinal(plain);
      int length = sealed.length - TAG_BYTES;
      return String.join(
          ".",
          head,
          "",
          URL.encodeToString(nonce),
          URL.encodeToString(Arrays.copyOf(sealed, length)),
          URL.encodeToString(Arrays.copyOfRange(sealed, length, sealed.length)));
    } catch (GeneralSecurityException e) {
      throw ChannelFailed.unreachable("key-unusable");
    }
  }

  private static KeyPair ephemeral(PublicKey recipient) throws GeneralSecurityException {
    if (recipient instanceof ECPublicKey ec) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(ec.getParams());
      return generator.generateKeyPair();
    }
    return KeyPairGenerator.getInstance("X25519").generateKeyPair();
  }

  private static Map<String, String> jwk(PublicKey key) {
    Map<String, String> jwk = new LinkedHashMap<>();
    if (key instanceof ECPublicKey ec) {
      jwk.put("kty", "EC");
      jwk.put("crv", "P-256");
      jwk.put("x", URL.encodeToString(bigEndian(ec.getW().getAffineX())));
      jwk.put("y", URL.encodeToString(bigEndian(ec.getW().getAffineY())));
    } else {
      jwk.put("kty", "OKP");
      jwk.put("crv", "X25519");
      jwk.put("x", URL.encodeToString(reversed(bigEndian(((XECPublicKey) key).getU()))));
    }
    return jwk;
  }

  /** The Concat KDF of one round, with nothing known of either party (RFC 7518 §4.6.2). */
  private static byte[] key(KeyPair ephemeral, PublicKey recipient)
      throws GeneralSecurityException {
    KeyAgreement agreement =
        KeyAgreement.getInstance(recipient instanceof ECPublicKey ? "ECDH" : "X25519");
    agreement.init(ephemeral.getPrivate());
    agreement.doPhase(recipient, true);
    ByteArrayOutputStream round = new ByteArrayOutputStream();
    round.writeBytes(number(1));
    round.writeBytes(agreement.generateSecret());
    round.writeBytes(number(CONTENT.length()));
    round.writeBytes(CONTENT.getBytes(StandardCharsets.US_ASCII));
    round.writeBytes(number(0));
    round.writeBytes(number(0));
    round.writeBytes(number(KEY_BITS));
    return MessageDigest.getInstance("SHA-256").digest(round.toByteArray());
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static byte[] bigEndian(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] whole = new byte[KEY_BYTES];
    int length = Math.min(bytes.length, KEY_BYTES);
    System.arraycopy(bytes, bytes.length - length, whole, KEY_BYTES - length, length);
    return whole;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int n = 0; n < bytes.length; n++) {
      reversed[n] = bytes[bytes.length - 1 - n];
    }
    return reversed;
  }
}
