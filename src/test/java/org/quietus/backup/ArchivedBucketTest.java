package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.testing.S3MockServer;
import org.quietus.testing.S3Relay;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Objects in an archive of a bucket whose reader pays, as Amazon has them. */
@Tag("long")
class ArchivedBucketTest {
  private static final String DUMP = "nightly/a.sql.gz";
  private static final Pattern VERSION = Pattern.compile("versionId=([^& ]+)");

  @TempDir Path directory;

  /** Content of the class GLACIER is read once it was restored. */
  private static final class Glacier implements S3Relay.Script {
    private final Set<String> archived = ConcurrentHashMap.newKeySet();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> restored = ConcurrentHashMap.newKeySet();

    @Override
    public Optional<String> instead(String request) {
      if (!request.toLowerCase(Locale.ROOT).contains("x-amz-request-payer: requester")) {
        return Optional.of("403<Error><Code>AccessDenied</Code></Error>");
      }
      String version = version(request);
      if (request.startsWith("POST ") && request.contains("restore")) {
        return asked.add(version)
            ? Optional.of("202")
            : Optional.of("409<Error><Code>RestoreAlreadyInProgress</Code></Error>");
      }
      boolean content = request.startsWith("GET ") && !request.matches("(?s)[^\n]*(tagging|acl).*");
      return content && archived.contains(version) && !restored.contains(version)
          ? Optional.of("403<Error><Code>InvalidObjectState</Code></Error>")
          : Optional.empty();
    }

    @Override
    public String reply(String request, String head) {
      if (!request.startsWith("HEAD ") || !head.contains("GLACIER")) {
        return head;
      }
      String version = version(request);
      archived.add(version);
      return restored.contains(version)
          ? head + "x-amz-restore: ongoing-request=\"false\", expiry-date=\"Fri\"\r\n"
          : asked.contains(version) ? head + "x-amz-restore: ongoing-request=\"true\"\r\n" : head;
    }

    private static String version(String request) {
      Matcher version = VERSION.matcher(request.lines().findFirst().orElse(""));
      return version.find() ? version.group(1) : "";
    }
  }

  @Test
  void isRestoredOnceAndGoesBackIntoTheArchiveWithoutThePerson() throws Exception {
    Glacier glacier = new Glacier();
    try (BucketVault plain = new BucketVault(S3MockServer.shared());
        S3Relay relay = new S3Relay(S3MockServer.shared().endpoint(), glacier)) {
      String original =
          plain
              .client()
              .putObject(
                  r -> r.bucket(plain.bucket()).key(DUMP).storageClass(StorageClass.GLACIER),
                  RequestBody.fromBytes(ShopDump.gzip(ShopDump.ofTheDatabase().text())))
              .versionId();
      try (Shop shop = shop(plain, relay, "")) {
        shop.erase();
        assertThat(shop.ends()).containsExactly("nightly archived 1");
        assertThat(glacier.asked).isEmpty();
      }
      try (Shop shop = shop(plain, relay, "restore: P3D, restore-tier: Bulk, ")) {
        shop.erase();
        assertThat(shop.ends()).containsExactly("nightly archived 1");
        assertThat(shop.notes())
            .anyMatch(note -> note.contains("was asked for (Bulk, for 3 days)"));
        shop.nextRun();
        shop.erase();
        assertThat(shop.ends()).containsExactly("nightly archived 1");
        assertThat(shop.notes()).anyMatch(note -> note.contains("is under way"));
        assertThat(restorations(relay)).hasSize(1);

        glacier.restored.add(original);
        shop.nextRun();
        shop.erase();
        assertThat(shop.ends()).containsExactly("nightly verified 1");
        assertThat(restorations(relay)).hasSize(1);
      }
      List<ObjectVersion> left = plain.versions();
      assertThat(left).hasSize(1);
      assertThat(left.get(0).versionId()).isNotEqualTo(original);
      assertThat(ShopDump.gunzip(plain.get(DUMP))).doesNotContain("Ann").contains("Ben");
      assertThat(plain.client().headObject(r -> r.bucket(plain.bucket()).key(DUMP)).storageClass())
          .isEqualTo(StorageClass.GLACIER);
    }
  }

  private static List<String> restorations(S3Relay relay) {
    return relay.requests().stream()
        .filter(request -> request.startsWith("POST ") && request.contains("restore"))
        .toList();
  }

  private Shop shop(BucketVault vault, S3Relay relay, String terms) throws Exception {
    return new Shop(
        Files.createTempDirectory(directory, "shop"),
        vault.settings(),
        (settings, clock) -> Stores.open(settings, clock, RetryPolicy.DEFAULT),
        job ->
            job.replace("\"${ENDPOINT:}\"", "\"" + relay.endpoint() + "\"")
                .replace("secret-key:", terms + "requester-pays: true, secret-key:"),
        List.of());
  }
}
