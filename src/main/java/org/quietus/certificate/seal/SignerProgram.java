package org.quietus.certificate.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that signs, for keys that do not leave a key management service or a hardware module:
 * it gets the bytes to sign on its standard input, and prints the signature, 64 bytes or their
 * base64. Whether that is the key's signature is for others to check.
 */
final class SignerProgram {
  private static final int MOST_BYTES = 1024;
  private static final int SIGNATURE = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<String> command;
  private final Duration patience;

  /** A program and its arguments. */
  static SignerProgram of(List<String> command) {
    return new SignerProgram(command, PATIENCE);
  }

  /** {@code patience} is for the whole of a signature. */
  SignerProgram(List<String> command, Duration patience) {
    this.command = List.copyOf(command);
    this.patience = patience;
  }

  /**
   * The key that it signs with, by its public half; it is tried.
   *
   * @throws KeyRefused if there is no such file, or it does not sign with that key
   */
  SigningKeys keys(Path publicFile) {
    if (Files.notExists(publicFile)) {
      throw new KeyRefused(
          "there is no " + publicFile + "; put the public half of the signer's key there, as PEM");
    }
    PublicKey publicKey = PublicKeys.load(publicFile).byId().values().iterator().next();
    SigningKeys keys =
        new SigningKeys(
            message -> {
              byte[] signature = sign(message);
              if (!PublicKeys.isSignedBy(publicKey, message, signature)) {
                throw new KeyRefused(
                    "what the signer printed is not the signature of the key in "
                        + publicFile
                        + "; is it the public half of the signer's key?");
              }
              return signature;
            },
            publicKey,
            publicFile);
    keys.sign("quietus".getBytes(StandardCharsets.US_ASCII));
    return keys;
  }

  /**
   * The signature of a message.
   *
   * @throws KeyRefused if the program does not give one; nothing that it said is quoted
   */
  byte[] sign(byte[] message) {
    long end = System.nanoTime() + patience.toNanos();
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      throw refused("cannot be started; check that it is there and may be executed");
    }
    ExecutorService streams = Executors.newFixedThreadPool(2, SignerProgram::daemon);
    try {
      streams.execute(() -> give(message, process.getOutputStream()));
      Future<byte[]> said = streams.submit(() -> take(process.getInputStream()));
      byte[] output = said.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (output.length > MOST_BYTES) {
        throw refused("printed more than a signature");
      }
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw refused("does not end");
      }
      if (process.exitValue() != 0) {
        throw refused("ended with exit code " + process.exitValue());
      }
      return signature(output);
    } catch (TimeoutException e) {
      throw refused("did not answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw refused("cannot be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refused("was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      streams.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "signer");
    thread.setDaemon(true);
    return thread;
  }

  /** A program that does not read all of it cannot have signed it, which its signature shows. */
  private static void give(byte[] message, OutputStream in) {
    try (in) {
      in.write(message);
    } catch (IOException e) {
      return;
    }
  }

  private static byte[] take(InputStream out) throws IOException {
    return out.readNBytes(MOST_BYTES + 1);
  }

  private byte[] signature(byte[] output) {
    if (output.length == SIGNATURE) {
      return output;
    }
    try {
      byte[] decoded =
          Base64.getDecoder()
              .decode(new String(output, StandardCharsets.ISO_8859_1).replaceAll("\\s+", ""));
      if (decoded.length == SIGNATURE) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw refused("did not print a signature of 64 bytes, raw or in base64");
  }

  private KeyRefused refused(String what) {
    return new KeyRefused(
        "the signer " + command.get(0) + " " + what + "; try it by hand with some bytes");
  }
}
