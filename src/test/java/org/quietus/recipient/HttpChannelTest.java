package org.quietus.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.policy.NoticeRoute;
import org.quietus.policy.RecipientSettings;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Servers that hang, lie, redirect, answer garbage or without end, or are somebody else. */
@Timeout(60)
class HttpChannelTest {
  private static final Duration IMPATIENCE = Duration.ofMillis(700);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private Duration patience = Duration.ofMinutes(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger arrived = new AtomicInteger();
  private AutoCloseable server = () -> {};

  /** What a server says once it has heard the head of a request. */
  private interface Saying {
    void to(OutputStream out) throws Exception;
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    threads.shutdownNow();
  }

  @Test
  void whateverIsSuccessAcknowledgesAndOnceSuffices() throws Exception {
    for (int status : new int[] {200, 201, 202, 204, 299}) {
      arrived.set(0);
      URI address = saying(out -> out.write(bytes(OK.replace("200", "" + status))));
      assertThat(channel(address).tell("n1", BODY)).isEqualTo(Notice.State.ACKNOWLEDGED);
      assertThat(arrived).hasValue(1);
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void goesToNobodyElse(int status) throws Exception {
    AtomicInteger elsewhere = new AtomicInteger();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      threads.submit(
          () -> {
            other.accept();
            return elsewhere.incrementAndGet();
          });
      String head =
          "HTTP/1.1 %d Moved\r\nLocation: http://localhost:%d/\r\nContent-Length: 0\r\n\r\n";
      URI address = saying(out -> out.write(bytes(head.formatted(status, other.getLocalPort()))));
      assertThat(failure(address).code()).isEqualTo("redirected");
      assertThat(elsewhere).hasValue(0);
    }
  }

  @Test
  void doesNotWaitForWhoHangs() throws Exception {
    patience = IMPATIENCE;
    assertThat(failure(saying(out -> Thread.sleep(60_000))).code()).isEqualTo("timed-out");
  }

  @Test
  void doesNotWaitForWhoAnswersByteByByte() throws Exception {
    patience = IMPATIENCE;
    URI address =
        saying(
            out -> {
              for (byte one : bytes("HTTP/1.1 200 OK\r\nX-Slow: " + "y".repeat(10_000))) {
                out.write(one);
                out.flush();
                Thread.sleep(50);
              }
            });
    assertThat(failure(address).code()).isEqualTo("timed-out");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 500})
  void readsNothingOfAReplyWithoutEnd(int status) throws Exception {
    URI address =
        saying(
            out -> {
              out.write(bytes("HTTP/1.1 " + status + " X\r\nContent-Length: 10737418240\r\n\r\n"));
              endless(out);
            });
    if (status == 200) {
      assertThat(channel(address).tell("n1", BODY)).isEqualTo(Notice.State.ACKNOWLEDGED);
    } else {
      assertThat(failure(address).code()).isEqualTo("http-500");
    }
  }

  @Test
  void doesNotReadAHeadWithoutEnd() throws Exception {
    URI address =
        saying(
            out -> {
              out.write(bytes("HTTP/1.1 200 OK\r\nX-Long: "));
              endless(out);
            });
    assertThat(failure(address)).isNotNull();
  }

  @Test
  void garbageIsNoAcknowledgement() throws Exception {
    assertThat(failure(saying(out -> out.write(bytes("200 OK, all done!\r\n\r\n"))))).isNotNull();
    server.close();
    assertThat(failure(saying(out -> out.write(new byte[] {22, 3, 1, 0, -1, 127})))).isNotNull();
    server.close();
    assertThat(failure(saying(OutputStream::close)).isOfRecipient()).isFalse();
  }

  @Test
  void whoIsNotThereIsNotReached() throws Exception {
    URI address = saying(out -> {});
    server.close();
    ChannelFailed gone = failure(address);
    assertThat(gone.code()).isEqualTo("no-connection");
    assertThat(gone.isOfRecipient()).isTrue();
  }

  @Test
  void tellsNobodyWhoseCertificateIsNotTheRecipients() throws Exception {
    URI right = secure("localhost");
    assertThat(failure(right).code()).isEqualTo("tls-refused");
    assertThat(arrived).hasValue(0);
    Optional<Path> pem = Optional.of(directory.resolve("localhost.pem"));
    assertThat(channel(right, pem).tell("n1", BODY)).isEqualTo(Notice.State.ACKNOWLEDGED);
    server.close();

    arrived.set(0);
    URI wrong = secure("other.example");
    ChannelFailed refused =
        catchThrowableOfType(
            ChannelFailed.class,
            () ->
                channel(wrong, Optional.of(directory.resolve("other.example.pem")))
                    .tell("n1", BODY));
    assertThat(refused.code()).isEqualTo("tls-refused");
    assertThat(arrived).hasValue(0);
  }

  private static void endless(OutputStream out) throws IOException {
    byte[] much = new byte[1 << 16];
    java.util.Arrays.fill(much, (byte) 'x');
    for (long sent = 0; sent < 10L << 30; sent += much.length) {
      out.write(much);
    }
  }

  private ChannelFailed failure(URI address) {
    return catchThrowableOfType(ChannelFailed.class, () -> channel(address).tell("n1", BODY));
  }

  private Channel channel(URI address) {
    return channel(address, Optional.empty());
  }

  private Channel channel(URI address, Optional<Path> trust) {
    return new Channels(new JdbcTemplate(), new TransactionTemplate(), Clock.systemUTC())
        .to(
            new RecipientSettings(
                "peer",
                new NoticeRoute.Post(address),
                List.of("email"),
                Set.of(),
                Optional.empty(),
                trust,
                patience,
                Period.ofDays(30),
                true));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private URI saying(Saying saying) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server = socket;
    threads.submit(
        () -> {
          while (!socket.isClosed()) {
            Socket one = socket.accept();
            threads.submit(() -> answer(one, saying));
          }
          return null;
        });
    return URI.create("http://localhost:" + socket.getLocalPort() + "/");
  }

  private Void answer(Socket socket, Saying saying) throws Exception {
    try (socket;
        InputStream in = socket.getInputStream()) {
      byte[] head = new byte[4096];
      if (in.read(head) > 0) {
        arrived.incrementAndGet();
        saying.to(socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    }
    return null;
  }

  private URI secure(String host) throws Exception {
    Path store = directory.resolve(host + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        "peer",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + host,
        "-ext",
        "san=dns:" + host,
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "peer",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit",
        "-file",
        directory.resolve(host + ".pem").toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    https.createContext(
        "/",
        exchange -> {
          arrived.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    https.setExecutor(threads);
    https.start();
    server = () -> https.stop(0);
    return URI.create("https://localhost:" + https.getAddress().getPort() + "/");
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
