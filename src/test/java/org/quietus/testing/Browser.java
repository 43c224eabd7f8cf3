package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.quietus.cli.output.Json;
import tools.jackson.databind.JsonNode;

/** A page in a Chromium without a window, driven over the DevTools protocol. */
public final class Browser implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Why a suite in the browser does not run. */
  public static final String NOT_INSTALLED =
      "CHROMIUM IS NOT INSTALLED, the portal stays untested in a browser: apt-get install chromium";

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean loaded;

  private Browser(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Listener()).join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  /**
   * Returns whether there is a browser.
   *
   * @throws IllegalStateException if there is none, but must be: {@code CI=true
   *     QUIETUS_CHROMIUM=required}
   */
  public static boolean isInstalled() {
    boolean installed = Files.isExecutable(PROGRAM);
    if (!installed
        && "true".equals(System.getenv("CI"))
        && "required".equals(System.getenv("QUIETUS_CHROMIUM"))) {
      throw new IllegalStateException(NOT_INSTALLED);
    }
    if (!installed) {
      System.err.println(NOT_INSTALLED);
    }
    return installed;
  }

  /** Starts one whose profile is in a folder. */
  public static Browser start(Path profile) {
    try {
      Process process =
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--no-first-run",
                  "--hide-scrollbars",
                  "--user-data-dir=" + profile,
                  "--remote-debugging-port=0",
                  "about:blank")
              .redirectErrorStream(true)
              .redirectOutput(profile.resolve("chromium.log").toFile())
              .start();
      Path port = profile.resolve("DevToolsActivePort");
      await(() -> Files.exists(port) && !read(port).isBlank());
      URI pages =
          URI.create("http://127.0.0.1:" + read(port).lines().findFirst().orElseThrow() + "/json");
      return new Browser(process, page(pages));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI page(URI pages) throws IOException {
    try (var in = pages.toURL().openStream()) {
      for (JsonNode page : Json.read(in.readAllBytes())) {
        if (page.get("type").asString().equals("page")) {
          return URI.create(page.get("webSocketDebuggerUrl").asString());
        }
      }
    }
    throw new IllegalStateException("the browser has no page");
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("waited in vain for the browser");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Opens a page, forgetting what was there before. */
  public Browser open(URI page) {
    complaints.clear();
    requests.clear();
    loaded = false;
    call("Page.navigate", Map.of("url", page.toString()));
    await(() -> loaded);
    return this;
  }

  /** Waits until an expression is true. */
  public Browser until(String expression) {
    await(() -> evaluate("!!(" + expression + ")").asBoolean());
    return this;
  }

  /** The value of an expression as JSON. */
  public JsonNode evaluate(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
    }
    JsonNode value = answer.get("result").get("value");
    return value == null ? Json.read("null".getBytes(StandardCharsets.UTF_8)) : value;
  }

  /** The text of an element as a reader sees it. */
  public String text(String selector) {
    return evaluate("document.querySelector(" + Json.of(selector) + ").innerText").asString();
  }

  /** Presses a key. */
  public Browser press(String key) {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", 9));
    }
    return this;
  }

  /** As a reader who prefers that: {@code dark} or {@code light}. */
  public Browser preferring(String scheme) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    return this;
  }

  /** Runs a script in each page that is opened later, before the page's own; returns its id. */
  public String before(String script) {
    return call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
        .get("identifier")
        .asString();
  }

  public void notBefore(String id) {
    call("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", id));
  }

  /** What the console, the policy of the page and dialogs said since it was opened. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** What was asked of any place since the page was opened. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** What assistive technology gets of the page: each node's role and name. */
  public List<String> accessible() {
    List<String> nodes = new ArrayList<>();
    for (JsonNode node : call("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
      if (!node.get("ignored").asBoolean()) {
        String name = node.has("name") ? node.get("name").get("value").asString() : "";
        nodes.add(node.get("role").get("value").asString() + ": " + name);
      }
    }
    return nodes;
  }

  /** A picture of the page, PNG. */
  public byte[] picture() {
    return Base64.getDecoder()
        .decode(
            call("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .get("data")
                .asString());
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    awaited.put(id, answer);
    socket.sendText(Json.of(Map.of("id", id, "method", method, "params", parameters)), true).join();
    JsonNode message = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (message.has("error")) {
      throw new IllegalStateException(method + ": " + message.get("error"));
    }
    return message.get("result");
  }

  private void received(JsonNode message) {
    if (message.has("id")) {
      awaited.remove(message.get("id").asInt()).complete(message);
      return;
    }
    JsonNode said = message.get("params");
    switch (message.get("method").asString()) {
      case "Page.loadEventFired" -> loaded = true;
      case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening" ->
          complaints.add(said.toString());
      case "Log.entryAdded" -> complaints.add(said.get("entry").toString());
      case "Network.requestWillBeSent" -> requests.add(said.get("request").get("url").asString());
      default -> {}
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
      text.append(data);
      if (isLast) {
        String whole = text.toString();
        text.setLength(0);
        received(Json.read(whole.getBytes(StandardCharsets.UTF_8)));
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
