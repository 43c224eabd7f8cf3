package org.quietus.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;

/** As many objects as may be worked on at once are open, and more is asked of the store. */
class ManyOpenObjectsTest {
  private static final int MOST_AT_ONCE = 64;
  private static final long SIZE = 1L << 30;

  private final CountDownLatch done = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    done.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().add("ETag", "\"a\"");
      exchange.getResponseHeaders().add("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().add("Content-Length", String.valueOf(SIZE));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(200, SIZE);
      exchange.getResponseBody().write(1);
      exchange.getResponseBody().flush();
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @Timeout(60)
  void leaveRoomForWhatElseIsAskedOfTheStore() {
    Pin pin = new Pin(new ObjectKey("a"), "1", "\"a\"");
    List<InputStream> open = new ArrayList<>();
    try (S3Store store = open()) {
      for (int n = 0; n < MOST_AT_ONCE; n++) {
        open.add(store.open(pin));
      }
      assertThat(store.details(pin).size()).isEqualTo(SIZE);
    }
    assertThat(open).hasSize(MOST_AT_ONCE);
  }

  private S3Store open() {
    return new S3Store(
        new S3Settings(
            "vault",
            "",
            Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            Optional.empty(),
            Optional.of(new Credentials("access", "secret", Optional.empty())),
            S3Terms.PLAIN,
            S3Limits.DEFAULT),
        Clock.systemUTC());
  }
}
