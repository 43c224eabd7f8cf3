package org.quietus.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A time-stamping authority of openssl's behind a small HTTP server, and its faults. */
public final class LocalAuthority implements AutoCloseable {
  private static final String SETTINGS =
      """
      [tsa]
      default_tsa = here
      [here]
      serial = serial
      signer_digest = sha256
      default_policy = 1.2.3.4.1
      digests = sha256
      ordering = no
      tsa_name = no
      ess_cert_id_chain = no
      ess_cert_id_alg = sha256
      """;

  private final Path directory;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Answer answer = this::reply;
  private int asked;

  /** What is answered to a query. */
  public interface Answer {
    byte[] to(byte[] query) throws IOException;
  }

  /** Makes a CA and a signer in a directory, and listens. */
  public LocalAuthority(Path directory) throws IOException {
    this.directory = directory;
    Files.writeString(directory.resolve("settings"), SETTINGS);
    Files.writeString(directory.resolve("serial"), "01\n");
    Files.writeString(directory.resolve("use"), "extendedKeyUsage=critical,timeStamping\n");
    ca("ca");
    signer("tsa", "ca", 3650);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Makes a CA of that name. */
  public void ca(String name) {
    shell(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %1$s.key"
            + " -out %1$s.pem -days 3650 -subj /CN=%1$s",
        name);
  }

  /** Makes a signer of that name under a CA. */
  public void signer(String name, String ca, int days) {
    shell(
        "openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %1$s.key -out"
            + " %1$s.csr -subj /CN=%1$s && openssl x509 -req -in %1$s.csr -CA %2$s.pem -CAkey"
            + " %2$s.key -CAcreateserial -days %3$d -out %1$s.pem -extfile use",
        name, ca, days);
  }

  /** The certificate of a CA. */
  public Path certificate(String ca) {
    return directory.resolve(ca + ".pem");
  }

  /** Where it is asked. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** From now on it answers so. */
  public void answering(Answer other) {
    answer = other;
  }

  /** As it should. */
  public void answeringWell() {
    answer = this::reply;
  }

  /** How often it was asked. */
  public int asked() {
    return asked;
  }

  /** A right reply. */
  public byte[] reply(byte[] query) {
    return replyBy(query, "tsa");
  }

  /** The reply of a signer. */
  public synchronized byte[] replyBy(byte[] query, String signer) {
    try {
      Files.write(directory.resolve("query"), query);
      shell(
          "openssl ts -reply -config settings -section here -queryfile query -signer %1$s.pem"
              + " -inkey %1$s.key -out reply",
          signer);
      return Files.readAllBytes(directory.resolve("reply"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    asked++;
    byte[] query = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      byte[] reply = answer.to(query);
      exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
      exchange.sendResponseHeaders(200, reply.length);
      exchange.getResponseBody().write(reply);
    }
  }

  private void shell(String line, Object... arguments) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", line.formatted(arguments))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
