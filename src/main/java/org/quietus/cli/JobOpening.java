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
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.set.StoredBackups;
import org.quietus.backup.set.Stores;
import org.quietus.certificate.Tool;
import org.quietus.cli.input.DatabaseDown;
import org.quietus.cli.input.Sessions;
import org.quietus.database.ConnectionFailure;
import org.quietus.database.KeysHidden;
import org.quietus.database.engine.OpenDatabase;
import org.quietus.evidence.Digest;
import org.quietus.job.CannotRun;
import org.quietus.job.JobSession;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.run.TargetJobSession;

/** The composition root of everything that needs the job's database. */
final class JobOpening {
  private JobOpening() {}

  /** Connects; see {@link Sessions}. */
  static JobSession open(JobFile job, Clock clock) {
    return open(job, clock, RetryPolicy.DEFAULT);
  }

  /** Connects, with that patience for object stores. */
  static JobSession open(JobFile job, Clock clock, RetryPolicy patience) {
    DatabaseSettings settings = job.databases().values().iterator().next();
    try {
      OpenDatabase database = OpenDatabase.open(settings, clock);
      return new TargetJobSession(
          job,
          database.catalog(),
          database,
          new StoredBackups(
              job,
              settings,
              database.catalog(),
              database.control().dataSource(),
              clock,
              new Stores(job.objectStores(), store -> Stores.open(store, clock, patience))),
          database.control(),
          JobOpening::tool,
          clock,
          database::close);
    } catch (SQLException e) {
      throw refusal(job, settings, e);
    } catch (KeysHidden e) {
      throw new InvalidInput(List.of(problem(job, settings, "KEYS-HIDDEN", e.what(), e.mend())));
    } catch (IllegalArgumentException e) {
      throw new InvalidInput(
          List.of(
              problem(job, settings, "BAD-URL", "the url cannot be used", text(e.getMessage()))));
    }
  }

  private static RuntimeException refusal(
      JobFile job, DatabaseSettings settings, SQLException failure) {
    ConnectionFailure why = ConnectionFailure.of(settings.url(), failure);
    if (why.cause() == ConnectionFailure.Cause.IN_USE) {
      return CannotRun.locked(settings.name());
    }
    Problem problem = problem(job, settings, why.id(), why.what(settings.name()), why.mend());
    return why.cause().passing() ? new DatabaseDown(problem) : new InvalidInput(List.of(problem));
  }

  private static Problem problem(
      JobFile job, DatabaseSettings settings, String id, String what, String mend) {
    return job.text().problem(id, "/databases/" + settings.name(), what, mend);
  }

  private static String text(@Nullable String text) {
    return text == null ? "unknown" : text;
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
