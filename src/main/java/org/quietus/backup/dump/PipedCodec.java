package org.quietus.backup.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.quietus.format.Codec;
import org.quietus.format.Copying;
import org.quietus.format.Recoding;
import org.quietus.policy.ObjectSet;

/**
 * Content that commands of the job file decrypt and encrypt, with a compression inside; in the
 * clear it is in pipes alone.
 */
record PipedCodec(ObjectSet.Encryption commands, Codec inside) implements Codec {
  @Override
  public InputStream decode(InputStream stored) throws IOException {
    InputStream decrypted = PipedCommand.reading(commands.decrypt(), stored);
    try {
      return inside.decode(decrypted);
    } catch (IOException | RuntimeException e) {
      decrypted.close();
      throw e;
    }
  }

  @Override
  public OutputStream encode(OutputStream sink) throws IOException {
    return inside.encode(PipedCommand.writing(commands.encrypt(), sink));
  }

  @Override
  public Recoding recode(InputStream stored, OutputStream sink) throws IOException {
    InputStream decrypted = PipedCommand.reading(commands.decrypt(), stored);
    PipedCommand.Written encrypted;
    try {
      encrypted = PipedCommand.writing(commands.encrypt(), sink);
    } catch (IOException e) {
      decrypted.close();
      throw e;
    }
    try {
      return new Piped(inside.recode(decrypted, encrypted), encrypted);
    } catch (IOException | RuntimeException e) {
      encrypted.abandon();
      decrypted.close();
      throw e;
    }
  }

  /** Leaves no command behind, whatever went wrong. */
  private record Piped(Recoding recoding, PipedCommand.Written encrypted) implements Recoding {
    @Override
    public InputStream content() {
      return recoding.content();
    }

    @Override
    public Copying copy() {
      return recoding.copy();
    }

    @Override
    public void finish() throws IOException {
      recoding.finish();
    }

    @Override
    public void close() throws IOException {
      try {
        recoding.close();
      } finally {
        encrypted.abandon();
      }
    }
  }
}
