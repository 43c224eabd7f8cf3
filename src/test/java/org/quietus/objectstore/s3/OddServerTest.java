package org.quietus.objectstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.Lock;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/** What servers answer that are not quite S3 ends an object or a listing, never the program. */
class OddServerTest {
  private static final String VERSION =
      "<Version><Key>%s</Key><VersionId>1</VersionId><IsLatest>true</IsLatest>"
          + "<LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>\"a\"</ETag><Size>%d</Size>"
          + "</Version>";

  private static final String EXPIRED = "<Error><Code>ExpiredToken</Code></Error>";

  private HttpServer server;
  private String versions = "";
  private boolean truncated;
  private boolean sized;
  private boolean expired;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      byte[] page =
          ("<?xml version=\"1.0\"?><ListVersionsResult><IsTruncated>"
                  + truncated
                  + "</IsTruncated>"
                  + (truncated ? "<NextKeyMarker>b</NextKeyMarker>" : "")
                  + versions
                  + "</ListVersionsResult>")
              .getBytes(UTF_8);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      exchange.getResponseHeaders().add("ETag", "\"a\"");
      exchange.getResponseHeaders().add("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
      exchange.getResponseHeaders().add("x-amz-object-lock-mode", "governance");
      exchange
          .getResponseHeaders()
          .add("x-amz-object-lock-retain-until-date", "2030-01-01T00:00:00.000Z");
      if (head && sized) {
        exchange.getResponseHeaders().add("Content-Length", "5");
      }
      byte[] body = expired ? EXPIRED.getBytes(UTF_8) : page;
      exchange.sendResponseHeaders(expired ? 400 : 200, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private S3Store open() {
    return open(S3Terms.PLAIN);
  }

  private S3Store open(S3Terms terms) {
    return new S3Store(
        new S3Settings(
            "vault",
            "mysql/",
            Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            Optional.empty(),
            Optional.of(new Credentials("access", "secret", Optional.empty())),
            terms,
            S3Limits.DEFAULT),
        Clock.systemUTC());
  }

  private List<String> keys() {
    try (S3Store store = open();
        Stream<ObjectVersion> all = store.versions("")) {
      return all.limit(100).map(version -> version.key().value()).toList();
    }
  }

  @Test
  void emptyObjectsThatStandForFoldersAreNone() {
    versions =
        VERSION.formatted("mysql/", 0)
            + VERSION.formatted("mysql/nightly/", 0)
            + VERSION.formatted("mysql/nightly/a.sql", 5)
            + VERSION.formatted("mysql/odd/", 5);
    assertThat(keys()).containsExactly("nightly/a.sql", "odd/");
  }

  @Test
  void aListingThatTurnsInCirclesEnds() {
    truncated = true;
    versions = VERSION.formatted("mysql/a", 5);
    assertThatThrownBy(this::keys)
        .isInstanceOf(StoreException.Refused.class)
        .hasMessageContaining("the same page");
  }

  @Test
  void anObjectWithoutASizeIsRefused() {
    try (S3Store store = open()) {
      assertThatThrownBy(() -> store.details(new Pin(new ObjectKey("a"), "1", "\"a\"")))
          .isInstanceOf(StoreException.Refused.class);
    }
  }

  /** Amazon answers 400 to them, and no more than that to a HEAD. */
  @Test
  void credentialsThatHaveExpiredAreNotTakenForAKeyOfTheObject() {
    expired = true;
    Pin pin = new Pin(new ObjectKey("a"), "1", "\"a\"");
    for (Optional<CustomerKey> key :
        List.of(Optional.<CustomerKey>empty(), Optional.of(new CustomerKey(new byte[32])))) {
      try (S3Store store = open(new S3Terms(false, false, key, Optional.empty()))) {
        assertThatThrownBy(() -> store.details(pin))
            .isInstanceOf(StoreException.Denied.class)
            .hasMessageEndingWith(
                "400 ExpiredToken to ListObjectVersions; the credentials have expired");
        assertThatThrownBy(() -> store.open(pin))
            .isInstanceOf(StoreException.Denied.class)
            .hasMessageEndingWith("400 ExpiredToken to GetObject; the credentials have expired");
        assertThatThrownBy(() -> store.probe("")).isInstanceOf(StoreException.Denied.class);
      }
    }
  }

  @Test
  void aLockOfAnUnknownKindIsALock() {
    sized = true;
    try (S3Store store = open()) {
      Lock lock = store.details(new Pin(new ObjectKey("a"), "1", "\"a\"")).lock();
      assertThat(lock.mode()).contains(Lock.Mode.GOVERNANCE);
      assertThat(lock.until()).isPresent();
    }
    assertThat(S3Objects.mode("PRIVATE")).isEqualTo(Lock.Mode.COMPLIANCE);
    assertThat(S3Objects.mode(null)).isEqualTo(Lock.Mode.COMPLIANCE);
  }
}
