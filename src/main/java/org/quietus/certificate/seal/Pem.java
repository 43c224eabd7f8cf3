package org.quietus.certificate.seal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Textual encodings of keys, RFC 7468. */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----\\R([A-Za-z0-9+/=\\r\\n]+)-----END \\1-----\\s*");

  private Pem() {}

  static byte[] write(String label, byte[] der) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, lines)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether a file is one block with that label. */
  static boolean isOf(String label, byte[] file) {
    Matcher block = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
    return block.matches() && block.group(1).equals(label);
  }

  /** The DER of the one block of a file; the message never quotes it. */
  static byte[] read(String label, byte[] file) {
    Matcher block = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
    if (!block.matches() || !block.group(1).equals(label)) {
      throw new IllegalArgumentException("it is not a PEM file with one '" + label + "' block");
    }
    try {
      return Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its '" + label + "' block is not base64", null);
    }
  }
}
