package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {
  private static final int PIECE = 1 << 17;
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicReference<Thread> last = new AtomicReference<>();

  /** Gives at most 1,000 bytes at a time, and fails behind the last if there is a failure. */
  private InputStream source(byte[] content, Exception failure) {
    return new ByteArrayInputStream(content) {
      @Override
      public synchronized int read(byte[] bytes, int from, int count) {
        last.set(Thread.currentThread());
        int some = super.read(bytes, from, Math.min(count, 1000));
        if (some < 0 && failure != null) {
          sneak(failure);
        }
        return some;
      }

      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> void sneak(Exception failure) throws E {
    throw (E) failure;
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(7).nextBytes(content);
    return content;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 4 * PIECE, 20 * PIECE + 17})
  void everyByteComesInItsOrder(int size) throws Exception {
    byte[] content = content(size);
    try (InputStream ahead = new ReadAhead(source(content, null))) {
      assertThat(ahead.readAllBytes()).isEqualTo(content);
      assertThat(ahead.read()).isEqualTo(-1);
      assertThat(ahead.read(new byte[3])).isEqualTo(-1);
    }
    assertThat(closed).hasValue(1);
    assertThat(last.get() == Thread.currentThread()).as("short").isEqualTo(size < PIECE);
    assertThat(last.get() == Thread.currentThread() || !last.get().isAlive()).isTrue();
  }

  /** As one ends that has no memory left to say so with. */
  @Test
  void nobodyWaitsForAThreadThatHasEndedWithoutAWord() throws Exception {
    Thread main = Thread.currentThread();
    InputStream source =
        new ByteArrayInputStream(content(9 * PIECE)) {
          @Override
          public synchronized int read(byte[] bytes, int from, int count) {
            if (Thread.currentThread() != main) {
              Thread.currentThread().interrupt();
            }
            return super.read(bytes, from, count);
          }
        };
    try (InputStream ahead = new ReadAhead(source)) {
      assertThatThrownBy(ahead::readAllBytes).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 3 * PIECE + 5})
  void aFailureIsToldBehindWhatCameBeforeIt(int size) throws Exception {
    for (Exception failure :
        new Exception[] {new Damaged("cut", 3), new IllegalStateException("odd")}) {
      byte[] content = content(size);
      try (InputStream ahead = new ReadAhead(source(content, failure))) {
        assertThat(ahead.readNBytes(size)).isEqualTo(content);
        assertThatThrownBy(ahead::read).isSameAs(failure);
        assertThatThrownBy(ahead::read).isSameAs(failure);
      }
    }
  }

  @Test
  void whoClosesEarlyLeavesNoThreadBehind() throws Exception {
    InputStream ahead = new ReadAhead(source(content(40 * PIECE), null));
    ahead.readNBytes(2 * PIECE);
    Thread reader = last.get();
    ahead.close();
    ahead.close();
    assertThat(reader.isAlive()).isFalse();
    assertThat(closed).hasValue(1);
    assertThatThrownBy(ahead::read).isInstanceOf(IOException.class);
  }

  @Test
  void theSourceIsNotClosedWhileItIsRead() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger busy = new AtomicInteger();
    InputStream slow =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            if (given++ == 3 * PIECE) {
              busy.set(1);
              reading.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              busy.set(0);
            }
            return 7;
          }

          @Override
          public void close() {
            assertThat(busy).hasValue(0);
            closed.incrementAndGet();
          }
        };
    InputStream ahead = new ReadAhead(slow);
    ahead.readNBytes(PIECE + 1);
    reading.await();
    Thread.currentThread().interrupt();
    new Thread(go::countDown).start();
    ahead.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).hasValue(1);
  }

  @Test
  void whoIsInterruptedGetsNothingTwice() throws Exception {
    try (InputStream ahead = new ReadAhead(source(content(40 * PIECE), null))) {
      ahead.readNBytes(2 * PIECE);
      Thread.currentThread().interrupt();
      assertThatThrownBy(ahead::read).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThatThrownBy(ahead::read).isInstanceOf(InterruptedIOException.class);
    }
  }
}
