package org.quietus.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BytePipeTest {

  @Test
  void whatIsWrittenIsReadInItsOrder() throws Exception {
    byte[] content = new byte[10_000];
    Random random = new Random(7);
    random.nextBytes(content);
    BytePipe pipe = new BytePipe(37);
    CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> all(pipe.reader()));

    try (OutputStream writer = pipe.writer()) {
      for (int at = 0; at < content.length; ) {
        int count = Math.min(random.nextInt(90), content.length - at);
        writer.write(content, at, count);
        at += count;
      }
    }

    assertThat(read.get()).isEqualTo(content);
  }

  private static byte[] all(InputStream reader) {
    try {
      return reader.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** So that both sides work at the same time. */
  @Test
  void aWriterGoesOnAsSoonAsThereIsSomeRoom() throws Exception {
    BytePipe pipe = new BytePipe(100);
    OutputStream writer = pipe.writer();
    InputStream reader = pipe.reader();
    writer.write(new byte[100]);
    CountDownLatch written = new CountDownLatch(1);
    Thread more =
        new Thread(
            () -> {
              try {
                writer.write(new byte[1]);
                written.countDown();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    more.start();

    assertThat(reader.read()).isZero();

    assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
    more.join();
  }

  @Test
  void whoWritesWhatNobodyReadsAnyMoreIsTold() throws Exception {
    BytePipe pipe = new BytePipe(10);
    OutputStream writer = pipe.writer();
    writer.write(new byte[10]);
    CompletableFuture<Void> leaving = CompletableFuture.runAsync(() -> closed(pipe.reader()));

    assertThatThrownBy(() -> writer.write(new byte[1])).isInstanceOf(IOException.class);

    leaving.get();
  }

  private static void closed(InputStream reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoReadsIsNotKeptWaitingForAWriterWhoIsGone() throws Exception {
    BytePipe pipe = new BytePipe(10);
    pipe.writer().write(1);
    pipe.writer().close();
    InputStream reader = pipe.reader();

    assertThat(reader.readAllBytes()).containsExactly(1);
  }
}
