package org.quietus;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.quietus.testing.Bucket;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;

@Tag("long")
@EnabledIfServer
class ListedInBucketServerTest extends ListedInBackupsContract {
  private final Versions vault = new Versions();

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Override
  Vault vault() {
    return vault;
  }

  /** A bucket that keeps versions. */
  private static final class Versions implements Vault {
    private @Nullable Bucket bucket;

    @Override
    public OpenedJob of(Path directory, ShopEngine engine, String yaml) throws Exception {
      S3Server server = S3ProxyServer.shared();
      Bucket made = Bucket.versioned(server);
      bucket = made;
      return new OpenedJob(directory, engine.server(), SCHEMA, yaml)
          .with("VAULT", made.url())
          .with("ENDPOINT", server.endpoint().toString())
          .with("ACCESS", server.accessKey())
          .with("SECRET", server.secretKey());
    }

    @Override
    public void put(String name, String text) {
      bucket().put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<String> texts() {
      return bucket().versions().stream()
          .map(version -> new String(bucket().get(version), StandardCharsets.UTF_8))
          .toList();
    }

    private Bucket bucket() {
      return Objects.requireNonNull(bucket);
    }

    @Override
    public void close() {
      bucket().close();
    }
  }
}
