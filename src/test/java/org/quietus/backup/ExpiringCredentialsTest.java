package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.testing.S3MockServer;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Relay;
import org.quietus.testing.TokenService;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Credentials that expire while a run is at work, told as Amazon does. */
@Tag("long") // a run for each moment
class ExpiringCredentialsTest {
  private static final String DUMP = "nightly/a.sql.gz";
  private static final String EXPIRED = "400<Error><Code>ExpiredToken</Code></Error>";
  private static final Pattern KEY = Pattern.compile("Credential=role-(\\d+)/");

  @TempDir Path directory;

  private Shop shop(BucketVault vault, UnaryOperator<String> edited) throws Exception {
    return new Shop(
        Files.createTempDirectory(directory, "shop"),
        vault.settings(),
        (settings, clock) -> Stores.open(settings, clock, RetryPolicy.DEFAULT),
        edited,
        List.of());
  }

  /** Lets nobody in with the credentials of a role that were renewed. */
  private static Optional<String> outdated(String request, TokenService tokens) {
    Matcher key = KEY.matcher(request);
    return key.find() && Integer.parseInt(key.group(1)) == tokens.requests().size()
        ? Optional.empty()
        : Optional.of(EXPIRED);
  }

  @Test
  void ofARoleAreRenewedAndTheRunGoesOn() throws Exception {
    Duration[] shortly = new Duration[7];
    Arrays.fill(shortly, Duration.ofSeconds(90));
    try (BucketVault plain = new BucketVault(S3MockServer.shared());
        TokenService tokens = new TokenService(shortly);
        S3Relay relay =
            new S3Relay(
                S3MockServer.shared().endpoint(),
                new S3Relay.Script() {
                  @Override
                  public Optional<String> instead(String request) {
                    return outdated(request, tokens);
                  }
                });
        Shop shop =
            shop(
                plain,
                job ->
                    job.replace("\"${ENDPOINT:}\"", "\"" + relay.endpoint() + "\"")
                        .replace(
                            "secret-key:",
                            "role: \"arn:aws:iam::111122223333:role/q\", sts-endpoint: \""
                                + tokens.endpoint()
                                + "\", secret-key:"))) {
      plain.put(DUMP, ShopDump.gzip(ShopDump.ofTheDatabase().text()));
      shop.erase();
      assertThat(shop.ends()).containsExactly("nightly verified 1");
      assertThat(tokens.requests()).hasSize(shortly.length + 1);
      assertThat(ShopDump.gunzip(plain.get(DUMP))).doesNotContain("Ann").contains("Ben");
    }
  }

  /** From the first part of an upload on, nobody is let in. */
  private static final class Expiry implements S3Relay.Script {
    private volatile boolean over;
    private volatile boolean renewed;

    @Override
    public Optional<String> instead(String request) {
      over |=
          request.startsWith("PUT ")
              && request.contains("nightly")
              && request.contains("partNumber=");
      return over && !renewed ? Optional.of(EXPIRED) : Optional.empty();
    }
  }

  @Test
  void inMidUploadLeaveTheVersionToARunThatRemovesTheUploadToo() throws Exception {
    Expiry expiry = new Expiry();
    try (BucketVault plain = new BucketVault(S3ProxyServer.shared());
        S3Relay relay = new S3Relay(S3ProxyServer.shared().endpoint(), expiry);
        Shop shop =
            shop(plain, job -> job.replace("\"${ENDPOINT:}\"", "\"" + relay.endpoint() + "\""))) {
      byte[] content = ShopDump.gzip(ShopDump.ofTheDatabase().text());
      plain.put(DUMP, content);
      List<ObjectVersion> before = plain.versions();
      shop.erase();
      assertThat(shop.backupEnds())
          .isNotEmpty()
          .allMatch(end -> end.state().equals("unreachable") && end.partial());
      assertThat(shop.notes())
          .anyMatch(
              note ->
                  note.contains("400 ExpiredToken to UploadPart; the credentials have expired"));
      assertThat(plain.versions()).isEqualTo(before);
      assertThat(plain.get(DUMP)).isEqualTo(content);
      assertThat(uploads(plain)).as("nobody may remove it").isEqualTo(1);

      expiry.renewed = true;
      shop.end();
      shop.nextRun();
      shop.erase();
      assertThat(shop.ends()).containsExactly("nightly verified 1");
      assertThat(ShopDump.gunzip(plain.get(DUMP))).doesNotContain("Ann").contains("Ben");
      assertThat(plain.versions()).hasSize(1);
      assertThat(uploads(plain)).isZero();
    }
  }

  /** From the n-th request about the dumps on, nobody is let in. */
  private static final class Sudden implements S3Relay.Script {
    private final AtomicInteger left;
    private volatile boolean renewed;

    private Sudden(int n) {
      left = new AtomicInteger(n);
    }

    @Override
    public Optional<String> instead(String request) {
      boolean counts = request.lines().findFirst().orElse("").contains("nightly");
      return (counts ? left.decrementAndGet() : left.get()) <= 0 && !renewed
          ? Optional.of(EXPIRED)
          : Optional.empty();
    }
  }

  @Test
  void atAnyMomentLeaveNothingThatTheNextRunDoesNotFinish() throws Exception {
    boolean met = true;
    int moments = 0;
    for (int n = 1 + new Random().nextInt(7); met; n += 7, moments++) {
      Sudden expiry = new Sudden(n);
      try (BucketVault plain = new BucketVault(S3ProxyServer.shared());
          S3Relay relay = new S3Relay(S3ProxyServer.shared().endpoint(), expiry);
          Shop shop = shop(plain, to(relay))) {
        plain.put(DUMP, ShopDump.gzip(ShopDump.ofTheDatabase().text()));
        plain.put(DUMP, ShopDump.gzip(ShopDump.ofTheDatabase().text()));
        shop.erase();
        met = expiry.left.get() <= 0;
        String moment = "expired at request " + n + ": " + shop.notes();
        assertThat(shop.backupEnds())
            .as(moment)
            .isNotEmpty()
            .allMatch(end -> VersionState.labelled(end.state()).isEnd());
        assertThat(shop.backupEnds().stream().anyMatch(end -> end.partial())).isEqualTo(met);
        expiry.renewed = true;
        shop.end();
        shop.nextRun();
        shop.erase();
        assertThat(shop.backupEnds()).as(moment).noneMatch(end -> end.partial());
        assertThat(plain.contents())
            .as(moment)
            .singleElement()
            .satisfies(
                content ->
                    assertThat(ShopDump.lines(ShopDump.gunzip(content)))
                        .isEqualTo(ShopDump.lines(ShopDump.ofTheDatabase().withoutAnn().text())));
        assertThat(uploads(plain)).as(moment).isZero();
      }
    }
    assertThat(moments).isGreaterThan(2);
  }

  private static UnaryOperator<String> to(S3Relay relay) {
    return job -> job.replace("\"${ENDPOINT:}\"", "\"" + relay.endpoint() + "\"");
  }

  private static long uploads(BucketVault vault) {
    return vault.client().listMultipartUploads(r -> r.bucket(vault.bucket())).uploads().stream()
        .filter(upload -> !upload.key().startsWith("quietus-probe/"))
        .count();
  }
}
