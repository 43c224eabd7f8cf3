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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;

/** A key with 10,000 versions, 1,000 of which are on a page. */
class LongHistoryTest {
  private static final int VERSIONS = 10_000;
  private static final int PAGE = 1_000;
  private static final Pattern FROM = Pattern.compile("version-id-marker=(\\d+)");
  private static final Pattern MOST = Pattern.compile("max-keys=(\\d+)");

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private S3Store store;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    store =
        new S3Store(
            new S3Settings(
                "vault",
                "",
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                Optional.empty(),
                Optional.of(new Credentials("access", "secret", Optional.empty())),
                S3Terms.PLAIN,
                S3Limits.DEFAULT),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    store.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      requests.add(exchange.getRequestMethod() + " " + query);
      byte[] page = page(number(FROM, query, -1) + 1, number(MOST, query, PAGE)).getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  private static int number(Pattern pattern, String query, int otherwise) {
    Matcher found = pattern.matcher(query);
    return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
  }

  private static String page(int from, int most) {
    int end = Math.min(VERSIONS, from + most);
    StringBuilder page = new StringBuilder("<?xml version=\"1.0\"?><ListVersionsResult>");
    page.append("<IsTruncated>").append(end < VERSIONS).append("</IsTruncated>");
    page.append("<NextKeyMarker>a</NextKeyMarker><NextVersionIdMarker>").append(end - 1);
    page.append("</NextVersionIdMarker>");
    for (int n = from; n < end; n++) {
      page.append("<Version><Key>a</Key><VersionId>").append(n).append("</VersionId><IsLatest>");
      page.append(n == 0).append("</IsLatest><LastModified>2026-01-01T00:00:00.000Z");
      page.append("</LastModified><ETag>\"e\"</ETag><Size>5</Size></Version>");
    }
    return page.append("</ListVersionsResult>").toString();
  }

  @Test
  void isListedPageByPageAndNoFurtherThanItIsRead() {
    try (Stream<ObjectVersion> versions = store.versions("")) {
      Iterator<ObjectVersion> each = versions.iterator();
      assertThat(each.next().pin().versionId()).isEqualTo("0");
      assertThat(requests).as("of ten pages").hasSizeLessThanOrEqualTo(2);
      int read = 1;
      for (; each.hasNext(); read++) {
        assertThat(each.next().pin().versionId()).isEqualTo(String.valueOf(read));
        assertThat(requests).hasSizeLessThanOrEqualTo(read / PAGE + 2);
      }
      assertThat(read).isEqualTo(VERSIONS);
    }
    assertThat(requests).hasSize(VERSIONS / PAGE);
  }

  @Test
  void isNotReadForWhatIsCurrent() {
    assertThat(store.newest(new ObjectKey("a")).orElseThrow().pin().versionId()).isEqualTo("0");
    store.requireListable("");
    assertThat(requests).hasSize(2);
  }
}
