package org.quietus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recipient's real HTTP server, which does as it is told. */
final class Peer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private volatile Reply reply = status(200);

  /** How it replies. */
  interface Reply {
    void to(HttpExchange exchange) throws IOException;
  }

  /** What arrived. */
  record Told(String uri, String headers, String key, byte[] body) {

    /** What was signed. */
    JsonNode payload() {
      String payload = JSON.readTree(body).get("payload").asString();
      return JSON.readTree(Base64.getDecoder().decode(payload));
    }
  }

  Peer() {
    this(null);
  }

  /** With TLS, if there is something to speak it with. */
  Peer(@Nullable SSLContext tls) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      if (tls == null) {
        server = HttpServer.create(any, 0);
      } else {
        HttpsServer secure = HttpsServer.create(any, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        server = secure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    scheme = tls == null ? "http" : "https";
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    told.add(
        new Told(
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().entrySet().toString(),
            String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
            body));
    try (exchange) {
      reply.to(exchange);
    }
  }

  static Reply status(int code) {
    return exchange -> exchange.sendResponseHeaders(code, -1);
  }

  static Reply redirect(int code, String to) {
    return exchange -> {
      exchange.getResponseHeaders().add("Location", to);
      exchange.sendResponseHeaders(code, -1);
    };
  }

  /** Without end, as far as the caller reads. */
  static Reply endless(int code) {
    return exchange -> {
      exchange.sendResponseHeaders(code, 0);
      byte[] much = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
      try (OutputStream out = exchange.getResponseBody()) {
        for (long sent = 0; sent < 10L << 30; sent += much.length) {
          out.write(much);
        }
      }
    };
  }

  Peer replying(Reply how) {
    reply = how;
    return this;
  }

  String url() {
    return scheme + "://localhost:" + server.getAddress().getPort() + "/erasures";
  }

  List<Told> told() {
    return told;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
