package org.quietus.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Four shell lines that check a certificate with nothing of ours: a POSIX shell, sed, base64 and
 * OpenSSL 3.
 */
public final class OpensslRecipe {

  private OpensslRecipe() {}

  /** Read once, for it stands on every page of a portal. */
  private static final class Read {
    static final String LINES = read();
  }

  /** The four lines; they expect the files' names in the variables FILE and KEY. */
  public static String lines() {
    return Read.LINES;
  }

  private static String read() {
    try (InputStream in = OpensslRecipe.class.getResourceAsStream("openssl-recipe.sh")) {
      if (in == null) {
        throw new IllegalStateException("the recipe is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the recipe from the jar", e);
    }
  }

  /** The lines, ready to be pasted into a shell, for a certificate and a public key. */
  public static String lines(Path certificate, Path publicKey) {
    return "FILE=" + quoted(certificate) + " KEY=" + quoted(publicKey) + "\n" + lines();
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
