package org.quietus.backup.dump;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.format.ByteStore;
import org.quietus.format.OutOfShare;
import org.quietus.format.Share;
import org.quietus.objectstore.SystemWords;

/**
 * What is taken down of one backup until it has been worked off: in memory, and beyond eight
 * megabytes, two of one who has a share, in a file without a name, encrypted (AES-CTR) under a key
 * that is nowhere but in memory.
 */
public final class Spool implements ByteStore {
  private static final int IN_MEMORY = 8 << 20;
  private static final int IN_MEMORY_OF_SHARE = 2 << 20;
  private static final int CIPHER_BLOCK = 16;

  /**
   * The JDK uses the processor's AES once it was called a thousand times, whatever it was given.
   */
  private static final int AT_ONCE = 2048;

  private final Optional<Share> share = Share.ofThread();
  private final int inMemory;
  private final Place elsewhere;
  private final SecretKeySpec key;
  private byte[] memory = new byte[1 << 16];
  private long end;
  private long aside;
  private @Nullable FileChannel file;

  /** Where the file is made. */
  interface Place {
    FileChannel open() throws IOException;
  }

  public Spool() {
    this(Share.ofThread().isPresent() ? IN_MEMORY_OF_SHARE : IN_MEMORY);
  }

  /** Holds that many bytes in memory. */
  Spool(int inMemory) {
    this(inMemory, Spool::nameless);
  }

  /** The same with its file elsewhere. */
  Spool(int inMemory, Place place) {
    this.inMemory = inMemory;
    this.elsewhere = place;
    byte[] secret = new byte[CIPHER_BLOCK];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, "AES");
  }

  @Override
  public long append(byte[] bytes, int length) throws IOException {
    long place = end;
    if (file == null && place + length <= inMemory) {
      if (place + length > memory.length) {
        memory = Arrays.copyOf(memory, (int) Math.max(2L * memory.length, place + length));
      }
      System.arraycopy(bytes, 0, memory, (int) place, length);
    } else {
      try {
        writeOut(place, bytes, length);
      } catch (IOException e) {
        share.ifPresent(shared -> throwOutOfShare());
        throw new Trouble(
            VersionState.UNREACHABLE,
            "what was read of it could not be put aside in %s: %s; make room there, or name another"
                    .formatted(
                        System.getProperty("java.io.tmpdir"),
                        SystemWords.of(e).orElse(e.getClass().getSimpleName()))
                + " directory with -Djava.io.tmpdir=DIR");
      }
    }
    end = place + (length + CIPHER_BLOCK - 1) / CIPHER_BLOCK * CIPHER_BLOCK;
    return place;
  }

  /** Alone it may well have room. */
  private static void throwOutOfShare() {
    throw new OutOfShare();
  }

  private void putAside(long bytes) {
    share.ifPresent(
        shared -> {
          shared.putAside(bytes);
          aside += bytes;
        });
  }

  private void writeOut(long place, byte[] bytes, int length) throws IOException {
    putAside(file == null ? place + length : length);
    if (file == null) {
      file = elsewhere.open();
      write(0, memory, (int) place);
      memory = new byte[0];
    }
    write(place, bytes, length);
  }

  private static FileChannel nameless() throws IOException {
    Path path = Files.createTempFile("quietus", ".spool");
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    Files.deleteIfExists(path); // where that is possible, nobody can open it from here on
    return file;
  }

  private void write(long place, byte[] bytes, int length) throws IOException {
    ByteBuffer encrypted = ByteBuffer.wrap(crypt(place, bytes, length));
    long at = place;
    while (encrypted.hasRemaining()) {
      at += channel().write(encrypted, at);
    }
  }

  @Override
  public void read(long place, byte[] into, int length) throws IOException {
    if (file == null) {
      System.arraycopy(memory, (int) place, into, 0, length);
      return;
    }
    ByteBuffer encrypted = ByteBuffer.allocate(length);
    while (encrypted.hasRemaining()) {
      if (channel().read(encrypted, place + encrypted.position()) < 0) {
        throw new IOException("what was put aside is not there any more");
      }
    }
    System.arraycopy(crypt(place, encrypted.array(), length), 0, into, 0, length);
  }

  private FileChannel channel() {
    if (file == null) {
      throw new IllegalStateException("nothing was written out");
    }
    return file;
  }

  /** Each place has a part of the key stream of its own. */
  private byte[] crypt(long place, byte[] bytes, int length) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      byte[] counter = ByteBuffer.allocate(CIPHER_BLOCK).putLong(8, place / CIPHER_BLOCK).array();
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
      byte[] into = new byte[length];
      int at = 0;
      while (at + AT_ONCE < length) {
        at += cipher.update(bytes, at, AT_ONCE, into, at);
      }
      cipher.doFinal(bytes, at, length - at, into, at);
      return into;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES", e);
    }
  }

  @Override
  public void close() {
    memory = new byte[0];
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // nobody can read it, and it goes with the process
    }
    share.ifPresent(shared -> shared.giveBack(aside));
    aside = 0;
  }
}
