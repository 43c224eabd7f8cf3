package org.quietus.scenario.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The HTTP server of recipients, one path for each, which counts what it is told. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  private record Post(String recipient, String key, String text) {}

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      posts.add(
          new Post(
              exchange.getRequestURI().getPath().substring(1),
              exchange.getRequestHeaders().getFirst("Idempotency-Key"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      exchange.sendResponseHeaders(status, -1);
    }
  }

  String url(String recipient) {
    return "http://localhost:" + server.getAddress().getPort() + "/" + recipient;
  }

  void replying(int code) {
    status = code;
  }

  /** By recipient, how often each of its notices came, in order of that. */
  Map<String, List<Integer>> times() {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    for (Post post : posts) {
      counts.computeIfAbsent(post.recipient, r -> new TreeMap<>()).merge(post.key, 1, Integer::sum);
    }
    Map<String, List<Integer>> times = new TreeMap<>();
    counts.forEach((to, byKey) -> times.put(to, byKey.values().stream().sorted().toList()));
    return times;
  }

  /** By recipient, what each of its notices said, in order; each said the same each time. */
  Map<String, List<String>> told(Letters letters) {
    Map<String, Map<String, List<String>>> told = new TreeMap<>();
    for (Post post : posts) {
      List<String> identifiers = letters.identifiers(post.recipient, post.text);
      List<String> first =
          told.computeIfAbsent(post.recipient, r -> new TreeMap<>())
              .computeIfAbsent(post.key, key -> identifiers);
      assertThat(identifiers).as("the same notice to %s again", post.recipient).isEqualTo(first);
    }
    Map<String, List<String>> sorted = new TreeMap<>();
    told.forEach(
        (to, byKey) ->
            sorted.put(to, byKey.values().stream().map(List::toString).sorted().toList()));
    return sorted;
  }

  /** Everything that came. */
  List<String> texts() {
    return posts.stream().map(Post::text).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
