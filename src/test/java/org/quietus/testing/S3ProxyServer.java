package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** S3Proxy with objects in memory: keeps versions, knows neither tags nor locks. */
public final class S3ProxyServer implements S3Server {
  private final S3ServerProcess process;

  private S3ProxyServer() {
    Path directory = S3ServerProcess.newDirectory("s3proxy");
    int port = S3ServerProcess.freePort();
    process =
        S3ServerProcess.start(
            directory,
            port,
            S3ServerProcess.javaServer(
                "-Xmx512m", "s3proxy", "--properties", configuration(directory, port).toString()));
  }

  /** Returns the one server of this JVM, started when first asked for. */
  public static S3Server shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final S3ProxyServer SERVER = new S3ProxyServer();
  }

  @Override
  public URI endpoint() {
    return process.endpoint();
  }

  private static Path configuration(Path directory, int port) {
    try {
      return Files.writeString(
          directory.resolve("s3proxy.conf"),
          """
          s3proxy.endpoint=http://127.0.0.1:%d
          s3proxy.authorization=aws-v4
          s3proxy.identity=testaccess
          s3proxy.credential=testsecret
          jclouds.provider=transient-nio2
          jclouds.identity=local
          jclouds.credential=local
          """
              .formatted(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
