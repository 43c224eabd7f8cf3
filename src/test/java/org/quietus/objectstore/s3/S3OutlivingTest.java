package org.quietus.objectstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.Outliving;

/** What Amazon answers of replication and MFA delete, which no server here keeps. */
class S3OutlivingTest {
  private static final String RULE =
      "<Rule><ID>r</ID><Priority>1</Priority>%s<Status>%s</Status><DeleteMarkerReplication>"
          + "<Status>Enabled</Status></DeleteMarkerReplication><Destination><Bucket>arn:aws:s3:::%s"
          + "</Bucket></Destination></Rule>";

  private HttpServer server;
  private int status = 200;
  private String rules = "";
  private String mfa = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      boolean replication = exchange.getRequestURI().getQuery().startsWith("replication");
      String reply =
          !replication
              ? "<VersioningConfiguration><Status>Enabled</Status>"
                  + mfa
                  + "</VersioningConfiguration>"
              : status == 200
                  ? "<ReplicationConfiguration><Role>r</Role>"
                      + rules
                      + "</ReplicationConfiguration>"
                  : "<Error><Code>"
                      + (status == 404 ? "ReplicationConfigurationNotFoundError" : "AccessDenied")
                      + "</Code></Error>";
      byte[] bytes = reply.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/xml");
      exchange.sendResponseHeaders(replication ? status : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> outliving(String prefix) {
    return new S3Store(
            new S3Settings(
                "vault",
                "mysql/",
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
                Optional.empty(),
                Optional.of(new Credentials("access", "secret", Optional.empty())),
                S3Terms.PLAIN,
                S3Limits.DEFAULT),
            Clock.systemUTC())
        .outliving(prefix).stream().map(Outliving::told).toList();
  }

  @Test
  void namesTheBucketsToWhichObjectsAreCopied() {
    rules =
        RULE.formatted("<Filter><Prefix>mysql/nightly/a</Prefix></Filter>", "Enabled", "deep")
            + RULE.formatted("<Prefix>mysql/</Prefix>", "Enabled", "old")
            + RULE.formatted(
                "<Filter><And><Prefix>my</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter>",
                "Enabled",
                "tagged")
            + RULE.formatted(
                "<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>", "Enabled", "any")
            + RULE.formatted("<Filter><Prefix>logs/</Prefix></Filter>", "Enabled", "others")
            + RULE.formatted("<Filter><Prefix></Prefix></Filter>", "Disabled", "off");
    assertThat(outliving("nightly/"))
        .extracting(told -> told.replaceAll("^copies objects to bucket '([^']*)',.*", "$1"))
        .containsExactly("deep", "old", "tagged", "any");
  }

  @Test
  void saysThatVersionsNeedACodeToBeDeleted() {
    status = 404;
    assertThat(outliving("nightly/")).isEmpty();
    mfa = "<MfaDelete>Disabled</MfaDelete>";
    assertThat(outliving("nightly/")).isEmpty();
    mfa = "<MfaDelete>Enabled</MfaDelete>";
    assertThat(outliving("nightly/")).singleElement().asString().contains("(MFA delete)");
  }

  @Test
  void saysThatItCannotBeTold() {
    status = 403;
    assertThat(outliving("nightly/"))
        .singleElement()
        .asString()
        .contains("does not tell", "s3:GetReplicationConfiguration");
  }
}
