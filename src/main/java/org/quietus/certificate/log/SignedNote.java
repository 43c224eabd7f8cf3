package org.quietus.certificate.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text and who signed it; C2SP signed-note.
 *
 * @param text ends in a newline
 */
record SignedNote(String text, List<Signature> signatures) {

  private static final int LARGEST = 1 << 20;
  private static final int MOST_SIGNATURES = 100;
  private static final int ID_BYTES = 4;
  private static final Pattern LINE = Pattern.compile("(?U)— ([^+\\s]+) ([A-Za-z0-9+/]+=*)");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x09\\x0b-\\x1f]");

  /**
   * One signature.
   *
   * @param idAndSignature four bytes of the key's id, then what it made of the text
   */
  record Signature(String name, byte[] idAndSignature) {

    static Signature of(VerifierKey key, byte[] signature) {
      byte[] whole = Arrays.copyOf(key.id(), ID_BYTES + signature.length);
      System.arraycopy(signature, 0, whole, ID_BYTES, signature.length);
      return new Signature(key.name(), whole);
    }

    boolean claims(VerifierKey key) {
      return name.equals(key.name())
          && Arrays.equals(Arrays.copyOf(idAndSignature, ID_BYTES), key.id());
    }

    byte[] signature() {
      return Arrays.copyOfRange(idAndSignature, ID_BYTES, idAndSignature.length);
    }

    String line() {
      return "— " + name + " " + Base64.getEncoder().encodeToString(idAndSignature) + "\n";
    }
  }

  SignedNote {
    signatures = List.copyOf(signatures);
  }

  /** A text with the signature of one key. */
  static SignedNote of(String text, NoteKey key, byte[] signature) {
    return new SignedNote(text, List.of(Signature.of(key.verifier(), signature)));
  }

  /**
   * Reads a note; nothing is checked yet but its form.
   *
   * @throws IllegalArgumentException if it is not a note, saying why
   */
  static SignedNote read(byte[] file) {
    if (file.length > LARGEST) {
      throw new IllegalArgumentException("it is larger than a note can be");
    }
    String note = utf8(file);
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n") || CONTROL.matcher(note).find()) {
      throw new IllegalArgumentException("it is not a text, an empty line and signatures");
    }
    List<String> lines = note.substring(end + 2).lines().toList();
    if (lines.isEmpty() || lines.size() > MOST_SIGNATURES) {
      throw new IllegalArgumentException("it has no signature, or too many");
    }
    return new SignedNote(
        note.substring(0, end + 1), lines.stream().map(SignedNote::signature).toList());
  }

  /**
   * Reads signatures alone, one a line, as a witness answers.
   *
   * @throws IllegalArgumentException if they are not, saying why
   */
  static List<Signature> readSignatures(byte[] file) {
    if (file.length > LARGEST) {
      throw new IllegalArgumentException("it is larger than a note can be");
    }
    List<String> lines = utf8(file).lines().toList();
    if (lines.isEmpty() || lines.size() > MOST_SIGNATURES) {
      throw new IllegalArgumentException("it has no signature, or too many");
    }
    return lines.stream().map(SignedNote::signature).toList();
  }

  /** The same with another signature, last. */
  SignedNote with(Signature signature) {
    List<Signature> all = new ArrayList<>(signatures);
    all.add(signature);
    return new SignedNote(text, all);
  }

  /** The same without what claims to be of a key. */
  SignedNote without(VerifierKey key) {
    return new SignedNote(text, signatures.stream().filter(one -> !one.claims(key)).toList());
  }

  /** The signatures that claim to be of a key. */
  List<Signature> of(VerifierKey key) {
    return signatures.stream().filter(one -> one.claims(key)).toList();
  }

  private static String utf8(byte[] file) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("it is not UTF-8", e);
    }
  }

  private static Signature signature(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException("one of its signatures is not '— NAME SIGNATURE'");
    }
    byte[] whole = Strict.base64(parts.group(2));
    if (whole.length <= ID_BYTES) {
      throw new IllegalArgumentException("one of its signatures is too short");
    }
    return new Signature(parts.group(1), whole);
  }

  /** Whether a key signed it, and no signature that claims this key is wrong. */
  boolean isSignedBy(NoteKey key) {
    List<Signature> claims = of(key.verifier());
    return !claims.isEmpty() && claims.stream().allMatch(one -> key.signed(text, one.signature()));
  }

  byte[] bytes() {
    StringBuilder note = new StringBuilder(text).append("\n");
    signatures.forEach(one -> note.append(one.line()));
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }
}
