package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A child process that answers HTTP on loopback, ended with this JVM. */
final class S3ServerProcess {
  private static final int POLLS = 600;

  private final Process process;
  private final URI endpoint;

  private S3ServerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts a command whose output goes to {@code directory/output} and waits for its answer. */
  static S3ServerProcess start(Path directory, int port, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("output").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, directory)));
      S3ServerProcess server = new S3ServerProcess(process, URI.create("http://127.0.0.1:" + port));
      server.awaitAnswer(directory);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI endpoint() {
    return endpoint;
  }

  static Path newDirectory(String name) {
    try {
      return Files.createTempDirectory("quietus-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that runs a server's jar, in a JVM for a short life, which compiles little. */
  static List<String> javaServer(String memory, String jar, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(memory, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar(jar)));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns a server's jar, which the build fetched. */
  private static String jar(String name) {
    Path jar = Path.of("target", "test-servers", name + ".jar").toAbsolutePath();
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing; run './mvnw generate-test-resources'");
    }
    return jar.toString();
  }

  private void awaitAnswer(Path directory) throws IOException {
    for (int poll = 0; poll < POLLS && process.isAlive(); poll++) {
      if (answers()) {
        return;
      }
      pause();
    }
    process.destroyForcibly();
    throw new IllegalStateException(
        "the server did not start: " + Files.readString(directory.resolve("output")));
  }

  private boolean answers() {
    try {
      HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Closes its input first, which is how a script learns that it should end its own children. */
  private static void end(Process process, Path directory) {
    try (Stream<Path> files = endAndList(process, directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
    }
  }

  private static Stream<Path> endAndList(Process process, Path directory)
      throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(2, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    return Files.walk(directory);
  }
}
