package org.quietus.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers AssumeRole as Amazon's STS does: an access key {@code role-1}, then {@code role-2}, … */
public final class TokenService implements AutoCloseable {
  private static final Duration LONG = Duration.ofHours(1);

  private final HttpServer server;
  private final Queue<Duration> lifetimes;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String refusal = "";

  /** The first credentials live so long, those after the last of these an hour. */
  public TokenService(Duration... lifetimes) {
    this.lifetimes = new ArrayDeque<>(List.of(lifetimes));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What was asked, as forms. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** From now on the answer is a status and a code, such as {@code 403 AccessDenied}. */
  public void refuse(String answer) {
    refusal = answer;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      String[] refused = refusal.split(" ");
      boolean granted = refusal.isEmpty();
      byte[] body = (granted ? credentials() : error(refused[1])).getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/xml");
      exchange.sendResponseHeaders(granted ? 200 : Integer.parseInt(refused[0]), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized String credentials() {
    Duration lifetime = lifetimes.isEmpty() ? LONG : lifetimes.remove();
    Instant end = Clock.systemUTC().instant().plus(lifetime);
    int number = requests.size();
    return """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <Credentials><AccessKeyId>role-%d</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
    <SessionToken>token-%d</SessionToken><Expiration>%s</Expiration></Credentials>
    </AssumeRoleResult></AssumeRoleResponse>
    """
        .formatted(number, number, end);
  }

  private static String error(String code) {
    return """
    <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
    <Code>%s</Code><Message>jane.roe@example.org</Message></Error></ErrorResponse>
    """
        .formatted(code);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
