package org.quietus.testing;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A one-node Ceph object gateway: the server that enforces Object Lock. */
public final class CephServer implements S3Server {
  /** Why a suite on Ceph does not run. */
  public static final String NOT_INSTALLED =
      "CEPH IS NOT INSTALLED, Object Lock stays untested: apt-get install ceph-mon ceph-osd"
          + " ceph-common radosgw";

  private final S3ServerProcess process;

  private CephServer() {
    Path directory = S3ServerProcess.newDirectory("ceph");
    int port = 21_000 + (int) (ProcessHandle.current().pid() % 200) * 50;
    process =
        S3ServerProcess.start(
            directory,
            port,
            List.of(
                Path.of("src", "test", "ceph-rgw").toAbsolutePath().toString(),
                directory.toString(),
                String.valueOf(port)));
  }

  /**
   * Returns whether the suites on Ceph can run.
   *
   * @throws IllegalStateException if they cannot, but must: {@code CI=true QUIETUS_CEPH=required}
   */
  public static boolean isInstalled() {
    boolean installed =
        List.of("ceph-mon", "ceph-osd", "ceph", "radosgw", "radosgw-admin").stream()
            .allMatch(name -> Files.isExecutable(Path.of("/usr/bin", name)));
    boolean required =
        "true".equals(System.getenv("CI")) && "required".equals(System.getenv("QUIETUS_CEPH"));
    if (!installed && required) {
      throw new IllegalStateException(NOT_INSTALLED);
    }
    if (!installed) {
      System.err.println(NOT_INSTALLED);
    }
    return installed;
  }

  /** Returns the one server of this JVM, started when first asked for. */
  public static S3Server shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final CephServer SERVER = new CephServer();
  }

  @Override
  public URI endpoint() {
    return process.endpoint();
  }
}
