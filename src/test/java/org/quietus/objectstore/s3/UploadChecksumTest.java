package org.quietus.objectstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.Upload;

/** Which checksum a clean copy is uploaded with, on Amazon (which adds its own) and elsewhere. */
class UploadChecksumTest {
  private static final String AMAZON = "aws.endpointUrlS3";
  private static final ObjectKey KEY = new ObjectKey("a");
  private static final byte[] CONTENT = "123456789".getBytes(UTF_8);

  /** What was sent of checksums, by method and whether it is a part. */
  private final Map<String, Map<String, String>> sent = new ConcurrentHashMap<>();

  private final Map<String, String> kept = new TreeMap<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    System.clearProperty(AMAZON);
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (lower.contains("checksum-") || lower.equals("x-amz-trailer")) {
                  headers.put(lower, values.get(0));
                }
              });
      String method = exchange.getRequestMethod();
      boolean part = String.valueOf(exchange.getRequestURI().getQuery()).contains("partNumber");
      sent.put(method + (part ? " part" : ""), headers);
      exchange.getResponseHeaders().add("ETag", "\"e\"");
      exchange.getResponseHeaders().add("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
      kept.forEach(exchange.getResponseHeaders()::add);
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      byte[] body =
          (method.equals("POST") ? "<R><UploadId>u</UploadId></R>" : "<R/>").getBytes(UTF_8);
      boolean empty = method.equals("HEAD") || method.equals("PUT");
      exchange.sendResponseHeaders(200, empty ? -1 : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private S3Store open(boolean amazon) {
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    if (amazon) {
      System.setProperty(AMAZON, endpoint.toString());
    }
    return new S3Store(
        new S3Settings(
            "vault",
            "",
            amazon ? Optional.empty() : Optional.of(endpoint),
            Optional.of("us-east-1"),
            Optional.of(new Credentials("access", "secret", Optional.empty())),
            S3Terms.PLAIN,
            S3Limits.DEFAULT),
        Clock.systemUTC());
  }

  /** The digests of "123456789", by openssl and catalogues of CRCs. */
  @ParameterizedTest
  @CsvSource({
    "CRC64NVME, rosUhgp5mIg=",
    "CRC32, y/Q5Jg==",
    "CRC32C, 4waSgw==",
    "SHA1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
    "SHA256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
  })
  void isOfTheAlgorithmThatTheObjectHad(String algorithm, String digest) {
    String header = "x-amz-checksum-" + algorithm.toLowerCase(Locale.ROOT);
    kept.put(header, digest);
    for (boolean amazon : List.of(true, false)) {
      sent.clear();
      try (S3Store store = open(amazon)) {
        Attributes attributes = store.attributes(new Pin(KEY, "1", "\"e\""));
        try (Upload upload = store.begin(KEY, attributes, CONTENT.length)) {
          upload.write(CONTENT, 0, CONTENT.length);
          upload.stage();
        }
        store.put(KEY, attributes, CONTENT, Precondition.none());
      }
      assertThat(sent.get("POST")).containsEntry("x-amz-checksum-algorithm", algorithm);
      for (String request : List.of("PUT", "PUT part")) {
        assertThat(sent.get(request))
            .as("%s on Amazon: %s", request, amazon)
            .satisfiesAnyOf(
                headers -> assertThat(headers).containsEntry(header, digest),
                headers -> assertThat(headers).containsEntry("x-amz-trailer", header));
      }
    }
  }

  /** A part may have no checksum of which the beginning of its upload said nothing. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void isLeftToTheStoreWhereTheObjectHadNone(boolean amazon) {
    try (S3Store store = open(amazon);
        Upload upload = store.begin(KEY, Attributes.DEFAULTS, CONTENT.length)) {
      upload.write(CONTENT, 0, CONTENT.length);
      upload.stage();
    }
    assertThat(sent.get("POST")).isEmpty();
    assertThat(sent.get("PUT part")).isEmpty();
  }
}
