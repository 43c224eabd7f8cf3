package org.quietus.backup.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.format.Beside;
import org.quietus.format.Decision;
import org.quietus.format.KnownValues;
import org.quietus.format.OutOfShare;
import org.quietus.format.Reading;
import org.quietus.format.RewriteReport;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.Sha256;

/**
 * Rewrites a dump, and reads the very bytes that it writes again at the same time: what comes out
 * has to be the rows that were to stay, byte for byte, and everything between them. Nothing may be
 * swapped that did not pass here.
 */
public final class GatedCopy {
  private static final int PIPE_BYTES = 1 << 20;

  private final Dump dump;
  private final Predicate<RowSource> wanted;
  private final Look look;

  /** Looks at a row of what was written. */
  public interface Look {
    void at(Row row) throws IOException;

    /** Whether rows of which the values are known before have to be looked at. */
    default boolean mayConcern(KnownValues values) throws IOException {
      return true;
    }

    /** Looks at a text of what was written that belongs to no row. */
    default void beside(Beside place, String text) throws IOException {}
  }

  /**
   * What has passed.
   *
   * @param sha256 of the bytes that were written, in hexadecimal
   * @param reading of them
   */
  public record Passed(String sha256, Reading reading) {}

  /**
   * Prepares a copy.
   *
   * @param wanted where the rows are from that are decided on
   * @param look sees each of those that are read again
   */
  public GatedCopy(Dump dump, Predicate<RowSource> wanted, Look look) {
    this.dump = dump;
    this.wanted = wanted;
    this.look = look;
  }

  /**
   * Writes all that stays.
   *
   * @param changes how many rows the decider has let go or changed, once all is written
   */
  public Passed write(RowDecider decider, LongSupplier changes, OutputStream sink) {
    try (BytePipe pipe = new BytePipe(PIPE_BYTES);
        OutputStream copy = pipe.writer()) {
      FutureTask<RewriteReport> rereading = new FutureTask<>(() -> reread(pipe.reader()));
      Thread reader = new Thread(rereading, "gate");
      reader.setDaemon(true);
      reader.start();
      Tee tee = new Tee(sink, copy);
      RewriteReport written;
      try {
        written = dump.rewriting(tee, decider);
      } catch (Trouble e) {
        copy.close();
        throw ofReader(rereading).orElse(tee.isUnread() ? unreadable() : e);
      }
      RewriteReport reread = reread(rereading);
      check(written, reread, changes.getAsLong());
      return new Passed(tee.sha256(), reread.reading());
    } catch (IOException e) {
      throw Dump.trouble(e);
    }
  }

  private static void check(RewriteReport written, RewriteReport reread, long changes) {
    List<String> differences = written.differencesFrom(reread);
    long changed =
        written.tables().values().stream().mapToLong(t -> t.dropped() + t.changed()).sum();
    if (!differences.isEmpty() || changed != changes) {
      throw new Trouble(
          VersionState.NOT_FAITHFUL,
          differences.isEmpty() ? "another number of rows was changed" : differences.get(0));
    }
  }

  private RewriteReport reread(InputStream copy) throws IOException {
    try (copy;
        InputStream content = dump.codec().decode(copy)) {
      return dump.format()
          .rewrite(
              content,
              OutputStream.nullOutputStream(),
              new RowDecider() {
                @Override
                public boolean wants(RowSource source) {
                  return wanted.test(source);
                }

                @Override
                public Decision decide(Row row) throws IOException {
                  look.at(row);
                  return Decision.KEEP;
                }

                @Override
                public boolean mayConcern(KnownValues values) throws IOException {
                  return look.mayConcern(values);
                }

                @Override
                public void beside(Beside place, String text) throws IOException {
                  look.beside(place, text);
                }
              });
    }
  }

  private static RewriteReport reread(FutureTask<RewriteReport> rereading) {
    try {
      return rereading.get();
    } catch (ExecutionException e) {
      throwOutOfShare(e);
      throw ofReader(rereading).orElseGet(GatedCopy::unreadable);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble(VersionState.UNREACHABLE, "interrupted");
    }
  }

  /** That says nothing of what was written. */
  private static void throwOutOfShare(ExecutionException ofReader) {
    if (ofReader.getCause() instanceof OutOfShare more) {
      throw more;
    }
    if (ofReader.getCause() instanceof OutOfMemoryError) {
      throw OutOfMemory.end();
    }
  }

  private static Trouble unreadable() {
    return new Trouble(VersionState.NOT_FAITHFUL, "what was written cannot be read again");
  }

  /** What has kept the reader from reading on, so that nothing more could be written either. */
  private static Optional<Trouble> ofReader(FutureTask<RewriteReport> rereading) {
    try {
      rereading.get();
    } catch (ExecutionException e) {
      throwOutOfShare(e);
      return e.getCause() instanceof Trouble trouble ? Optional.of(trouble) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /** Writes to the store and to the reader, and digests; closing ends the reader's copy only. */
  private static final class Tee extends OutputStream {
    private final OutputStream sink;
    private final OutputStream copy;
    private boolean unread;
    private final MessageDigest digest = Sha256.begin();

    Tee(OutputStream sink, OutputStream copy) {
      this.sink = sink;
      this.copy = copy;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      sink.write(bytes, offset, length);
      try {
        copy.write(bytes, offset, length);
      } catch (IOException e) {
        unread = true;
        throw e;
      }
      digest.update(bytes, offset, length);
    }

    /** Whether the reader had stopped while there was more to write. */
    boolean isUnread() {
      return unread;
    }

    @Override
    public void close() throws IOException {
      copy.close();
    }

    String sha256() {
      return Sha256.hex(digest);
    }
  }
}
