package org.quietus.testing;

import java.net.URI;
import java.nio.file.Path;

/** Adobe's S3Mock: keeps versions and locks, but does not enforce the latter. */
public final class S3MockServer implements S3Server {
  private final S3ServerProcess process;

  private S3MockServer() {
    Path directory = S3ServerProcess.newDirectory("s3mock");
    int port = S3ServerProcess.freePort();
    process =
        S3ServerProcess.start(
            directory,
            port,
            S3ServerProcess.javaServer(
                "-Xmx256m",
                "s3mock",
                "--com.adobe.testing.s3mock.httpPort=" + port,
                "--server.port=0",
                "--com.adobe.testing.s3mock.store.root=" + directory.resolve("store")));
  }

  /** Returns the one server of this JVM, started when first asked for. */
  public static S3Server shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final S3MockServer SERVER = new S3MockServer();
  }

  @Override
  public URI endpoint() {
    return process.endpoint();
  }
}
