package org.quietus;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.TokenService;

class H2EndToEndBadInputTest extends EndToEndBadInputContract {
  @TempDir static Path files;

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Test
  void validateTellsOfAStoreThatDoesNotAnswer() throws Exception {
    String stores =
        """
        object-stores:
          vault: { url: "s3://shop-backups/mysql/", endpoint: "http://127.0.0.1:1", access-key: "${S3_KEY}", secret-key: "${S3_SECRET}" }
        backups:
          nightly: { of: crm, in: vault, objects: "**.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
        subjects:\
        """;
    OpenedJob job = edited("subjects:", stores).with("S3_KEY", "a").with("S3_SECRET", "b");
    refuses("validate", job, "[STORE-SILENT]", "127.0.0.1:1", "'vault' does not answer");
  }

  @Test
  void validateTellsOfARoleThatIsRefused() throws Exception {
    String stores =
        """
        object-stores:
          vault: { url: "s3://shop-backups/mysql/", endpoint: "${STS}", access-key: "${S3_KEY}", secret-key: "${S3_SECRET}", role: "arn:aws:iam::111122223333:role/vault", sts-endpoint: "${STS}" }
        backups:
          nightly: { of: crm, in: vault, objects: "**.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
        subjects:\
        """;
    try (TokenService tokens = new TokenService()) {
      tokens.refuse("403 AccessDenied");
      OpenedJob job =
          edited("subjects:", stores)
              .with("S3_KEY", "a")
              .with("S3_SECRET", "b")
              .with("STS", tokens.endpoint().toString());
      refuses(
          "validate",
          job,
          "[STORE-REFUSES]",
          "'vault' cannot be listed",
          "403 AccessDenied to AssumeRole; check 'role'");
    }
  }
}
