package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.testing.S3MockServer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** What a bucket keeps of an object beside its content is on the clean copy too. */
@Tag("long") // servers of its own
class CarriedOverTest {
  static final String DUMP = "nightly/a.sql.gz";

  @TempDir Path directory;

  /** Everything that every server keeps. */
  static void everywhere(PutObjectRequest.Builder object) {
    object
        .cacheControl("no-store, max-age=0")
        .contentDisposition("attachment; filename=\"dump.sql.gz\"")
        .contentEncoding("gzip")
        .contentLanguage("de-DE")
        .contentType("application/x-sql")
        .expires(Instant.parse("2031-02-03T04:05:06Z"))
        .metadata(Map.of("origin", "mysqldump 8.0, nightly", "empty-handed", "a=b&c;d"))
        .tagging("class=90-days&team=a");
  }

  @Test
  void andWhatTheStoreDropsIsNamed() throws Exception {
    try (BucketVault vault = new BucketVault(S3MockServer.shared());
        Shop shop =
            new Shop(
                directory, vault.settings(), (settings, clock) -> Stores.open(settings, clock))) {
      vault
          .client()
          .putObject(
              r -> {
                everywhere(r.bucket(vault.bucket()).key(DUMP));
                r.storageClass(StorageClass.STANDARD_IA)
                    .serverSideEncryption(ServerSideEncryption.AES256);
              },
              RequestBody.fromBytes(ShopDump.gzip(ShopDump.ofTheDatabase().text())));
      Map<String, String> before = vault.beside(DUMP);
      assertThat(before).containsKeys("expires", "cache-control", "x-amz-storage-class");
      shop.erase();
      assertThat(shop.ends()).containsExactly("nightly verified 1");
      assertThat(ShopDump.gunzip(vault.get(DUMP))).doesNotContain("Ann");
      // S3Mock forgets the encryption of what is uploaded in parts
      assertThat(before.remove("x-amz-server-side-encryption")).isNotNull();
      assertThat(vault.beside(DUMP)).isEqualTo(before);
      assertThat(shop.notes())
          .singleElement()
          .asString()
          .endsWith(
              "the store did not take over what it had beside its content:"
                  + " x-amz-server-side-encryption");
    }
  }
}
