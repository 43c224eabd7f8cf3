package org.quietus.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import org.quietus.certificate.Tool;
import org.quietus.cli.input.Sessions;
import org.quietus.evidence.Digest;
import org.quietus.job.JobSession;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.policy.JobFile;

/** The composition root of everything that needs the job's databases. */
final class JobOpening {
  private JobOpening() {}

  /** Connects; see {@link Sessions}. */
  static JobSession open(JobFile job, Clock clock) {
    return open(job, clock, RetryPolicy.DEFAULT);
  }

  /** Connects, with that patience for object stores. */
  static JobSession open(JobFile job, Clock clock, RetryPolicy patience) {
    OpenDatabases databases = new OpenDatabases(job, clock);
    boolean opened = false;
    try {
      JobSession session = databases.session(patience, JobOpening::tool);
      opened = true;
      return session;
    } finally {
      if (!opened) {
        databases.close();
      }
    }
  }

  /** What a certificate says of the program: its version, and the digest of the jar that runs. */
  private static Tool tool() {
    String version =
        Optional.ofNullable(JobOpening.class.getPackage().getImplementationVersion())
            .orElse("unpackaged");
    return new Tool(version, jar().map(JobOpening::digest));
  }

  private static Optional<Path> jar() {
    try {
      String location =
          JobOpening.class.getProtectionDomain().getCodeSource().getLocation().toURI().toString();
      String file = location.replaceFirst("^jar:(nested:)?", "").replaceFirst("!?/?!.*$", "");
      Path path = Path.of(file.replaceFirst("^file:", ""));
      return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
    } catch (URISyntaxException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Digest digest(Path jar) {
    try (InputStream in = Files.newInputStream(jar)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream digesting = new DigestInputStream(in, sha256)) {
        digesting.transferTo(OutputStream.nullOutputStream());
      }
      return new Digest(HexFormat.of().formatHex(sha256.digest()));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the running jar cannot be read", e);
    }
  }
}
