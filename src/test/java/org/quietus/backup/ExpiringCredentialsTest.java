package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.testing.S3MockServer;
import org.quietus.testing.S3Relay;
import org.quietus.testing.TokenService;

/** Credentials that expire while a run is at work, told as Amazon does. */
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
}
