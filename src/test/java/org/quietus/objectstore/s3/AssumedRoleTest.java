package org.quietus.objectstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.objectstore.StoreException;
import org.quietus.testing.TokenService;

/** Credentials of a role that is assumed, beside a bucket that is empty. */
class AssumedRoleTest {
  private static final S3Limits IMPATIENT =
      new S3Limits(
          Duration.ofSeconds(5),
          new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(5)),
          S3Limits.DEFAULT.partSize(),
          S3Limits.DEFAULT.largestCopy(),
          S3Limits.DEFAULT.page());

  private final List<String> signed = Collections.synchronizedList(new ArrayList<>());
  private HttpServer bucket;

  @BeforeEach
  void start() throws IOException {
    bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    bucket.createContext("/", this::list);
    bucket.start();
  }

  @AfterEach
  void stop() {
    bucket.stop(0);
  }

  private void list(HttpExchange exchange) throws IOException {
    try (exchange) {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      signed.add(
          authorization.replaceAll(".*Credential=([^/]+)/.*", "$1")
              + " "
              + exchange.getRequestHeaders().getFirst("X-Amz-Security-Token"));
      byte[] page = "<ListVersionsResult/>".getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  private S3Store open(URI tokens) {
    AssumedRole role =
        new AssumedRole(
            "arn:aws:iam::111122223333:role/quietus",
            Optional.of("shop:4711"),
            "quietus-shop",
            Optional.of(tokens));
    return new S3Store(
        new S3Settings(
            "vault",
            "",
            Optional.of(URI.create("http://127.0.0.1:" + bucket.getAddress().getPort())),
            Optional.empty(),
            Optional.of(new Credentials("own", "secret", Optional.empty())),
            Optional.of(role),
            S3Terms.PLAIN,
            IMPATIENT),
        Clock.systemUTC());
  }

  @Test
  void signEveryRequestAndAreAskedForOnce() {
    try (TokenService tokens = new TokenService();
        S3Store store = open(tokens.endpoint())) {
      assertThat(tokens.requests()).isEmpty();
      store.requireListable("");
      store.requireListable("nightly/");
      assertThat(signed).containsExactly("role-1 token-1", "role-1 token-1");
      assertThat(tokens.requests())
          .singleElement()
          .asString()
          .contains(
              "Action=AssumeRole",
              "RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fquietus",
              "ExternalId=shop%3A4711",
              "RoleSessionName=quietus-shop");
    }
  }

  @Test
  void areRenewedBeforeTheyExpire() {
    try (TokenService tokens = new TokenService(Duration.ofSeconds(90));
        S3Store store = open(tokens.endpoint())) {
      for (int n = 0; n < 3; n++) {
        store.requireListable("");
      }
      assertThat(signed).containsExactly("role-1 token-1", "role-2 token-2", "role-2 token-2");
    }
  }

  @Test
  void areUsedWhileTheyLastThoughTheTokenServiceIsDown() {
    try (TokenService tokens = new TokenService(Duration.ofSeconds(90));
        S3Store store = open(tokens.endpoint())) {
      store.requireListable("");
      tokens.refuse("500 InternalFailure");
      store.requireListable("");
      assertThat(signed).containsExactly("role-1 token-1", "role-1 token-1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"403 AccessDenied", "403 ExpiredToken", "400 ValidationError"})
  void thatAreRefusedAreToldAsSuch(String answer) {
    try (TokenService tokens = new TokenService();
        S3Store store = open(tokens.endpoint())) {
      tokens.refuse(answer);
      assertThatThrownBy(() -> store.requireListable(""))
          .isInstanceOf(StoreException.Denied.class)
          .hasMessageStartingWith(
              tokens.endpoint().getAuthority() + " answered " + answer + " to AssumeRole")
          .hasMessageContaining("check 'role', whom it trusts, and 'external-id'")
          .hasMessageNotContaining("jane")
          .hasMessageNotContaining("4711");
      assertThat(signed).isEmpty();
      assertThat(tokens.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"503 ServiceUnavailable", "400 Throttling"})
  void thatCannotBeHadNowAreAskedForAgain(String answer) {
    try (TokenService tokens = new TokenService();
        S3Store store = open(tokens.endpoint())) {
      tokens.refuse(answer);
      assertThatThrownBy(() -> store.requireListable(""))
          .isInstanceOf(StoreException.Unreachable.class)
          .hasMessageContaining("AssumeRole");
      assertThat(tokens.requests()).hasSize(2);
    }
  }

  @Test
  void needATokenServiceThatAnswers() {
    try (S3Store store = open(URI.create("http://127.0.0.1:1"))) {
      assertThatThrownBy(() -> store.requireListable(""))
          .isInstanceOf(StoreException.Unreachable.class)
          .hasMessage("127.0.0.1:1 cannot be asked for AssumeRole: it refuses the connection");
    }
  }
}
