package org.quietus.policy.read;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.LogReplay;
import org.quietus.policy.ObjectGlob;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.policy.OnErasure;
import org.quietus.policy.Secret;

/** Reads where backups lie and what happens to them. */
final class BackupReader {
  private static final URI NO_STORE = URI.create("file:///");
  private static final ObjectGlob NO_OBJECTS = new ObjectGlob("?");

  private static final List<String> OF_BUCKETS =
      List.of(
          "endpoint",
          "region",
          "access-key",
          "secret-key",
          "role",
          "external-id",
          "session-name",
          "sts-endpoint",
          "bypass-governance",
          "requester-pays",
          "customer-key",
          "restore",
          "restore-tier");

  private BackupReader() {}

  static ObjectStoreSettings store(String name, JobEntry entry) {
    return place(
        name,
        entry,
        "url",
        "BAD-STORE",
        "write e.g. file:///var/backups/mysql/ or s3://shop-backups/mysql/");
  }

  /** Where the evidence store is: under {@code store}, beside the other settings of evidence. */
  static ObjectStoreSettings evidence(JobEntry entry) {
    return place(
        "evidence",
        entry,
        "store",
        "BAD-EVIDENCE-STORE",
        "write e.g. file:///var/lib/quietus/evidence, with an absolute path, or"
            + " s3://shop-evidence/quietus/");
  }

  private static ObjectStoreSettings place(
      String name, JobEntry entry, String key, String problem, String mend) {
    URI url = url(entry.get(key), problem, mend);
    boolean bucket = "s3".equals(url.getScheme());
    for (String other : OF_BUCKETS) {
      if (!bucket && !url.equals(NO_STORE) && isGiven(entry.get(other))) {
        entry
            .get(other)
            .problem(
                "NOT-FOR-A-DIRECTORY",
                entry.get(other).path() + " has no meaning for a directory",
                "remove it, or write '" + key + ": s3://bucket/prefix/'");
      }
    }
    return new ObjectStoreSettings(
        name,
        url,
        endpoint(entry.get("endpoint")),
        entry.get("region").text().filter(text -> !text.isBlank()),
        credential(entry),
        BucketReader.role(entry),
        BucketReader.terms(entry));
  }

  /** Empty text is none, so that a variable may be left out. */
  private static boolean isGiven(JobEntry entry) {
    return entry.isPresent() && entry.text().filter(String::isBlank).isEmpty();
  }

  private static URI url(JobEntry entry, String problem, String mend) {
    if (entry.text().isEmpty()) {
      return NO_STORE;
    }
    try {
      URI url = new URI(entry.text().get());
      if ("s3".equals(url.getScheme()) && url.getAuthority() != null && !url.isOpaque()) {
        return url;
      }
      if ("file".equals(url.getScheme()) && !url.isOpaque() && !url.equals(NO_STORE)) {
        return Paths.of(url).toUri();
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // told below, without the value
    }
    entry.problem(problem, entry.path() + " is neither a directory nor a bucket", mend);
    return NO_STORE;
  }

  static Optional<URI> endpoint(JobEntry entry) {
    Optional<String> text = entry.text().filter(written -> !written.isBlank());
    try {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      URI endpoint = new URI(text.get());
      if (endpoint.getHost() != null && String.valueOf(endpoint.getScheme()).startsWith("http")) {
        return Optional.of(endpoint);
      }
    } catch (URISyntaxException e) {
      // told below, without the value
    }
    entry.problem(
        "BAD-ENDPOINT",
        entry.path() + " is not an address",
        "write e.g. https://s3.example.com:9000");
    return Optional.empty();
  }

  private static Optional<ObjectStoreSettings.Credential> credential(JobEntry entry) {
    Optional<String> access = secret(entry.get("access-key"));
    Optional<String> secret = secret(entry.get("secret-key"));
    if (entry.get("access-key").isPresent() != entry.get("secret-key").isPresent()) {
      entry.problem(
          "HALF-A-CREDENTIAL",
          entry.path() + " has only one of 'access-key' and 'secret-key'",
          "add the other, or leave both out and let the S3 client look for them");
    }
    return access.flatMap(
        key ->
            secret.map(
                value -> new ObjectStoreSettings.Credential(new Secret(key), new Secret(value))));
  }

  private static Optional<String> secret(JobEntry entry) {
    SettingsReader.requireVariable(entry);
    return entry.text().filter(text -> !text.isBlank());
  }

  static BackupSettings backups(String name, JobEntry entry) {
    return new BackupSettings(
        name,
        Scalars.text(entry.get("of")),
        Scalars.text(entry.get("in")),
        glob(entry.get("objects")),
        Scalars.text(entry.get("format")),
        Scalars.period(entry.get("keep")),
        onErasure(entry.get("on-erasure")),
        entry.get("keep-generations").scalar().map(Integer::parseInt).orElse(1),
        Optional.of(glob(entry.get("folders"))).filter(folders -> folders != NO_OBJECTS),
        entry.get("databases").entries().values().stream().map(Scalars::text).toList(),
        entry.get("filters").text().filter("keep"::equals).isPresent(),
        entry.get("pitr").text().flatMap(LogReplay::of),
        entry.get("zone").isPresent()
            ? Optional.of(Scalars.zone(entry.get("zone")))
            : Optional.empty(),
        encryption(entry.get("encryption")),
        SchemaReader.tables(entry.get("schema-before")));
  }

  static Optional<ObjectSet.Encryption> encryption(JobEntry entry) {
    return entry.isPresent()
        ? Optional.of(
            new ObjectSet.Encryption(words(entry.get("decrypt")), words(entry.get("encrypt"))))
        : Optional.empty();
  }

  private static List<String> words(JobEntry entry) {
    return entry.entries().values().stream().map(Scalars::text).toList();
  }

  static ObjectGlob glob(JobEntry entry) {
    try {
      return entry.text().map(ObjectGlob::new).orElse(NO_OBJECTS);
    } catch (IllegalArgumentException e) {
      entry.problem(
          "BAD-OBJECTS",
          entry.path() + " matches no key: keys begin with no '/' and have no empty part",
          "write e.g. nightly/**.sql.gz");
      return NO_OBJECTS;
    }
  }

  private static OnErasure onErasure(JobEntry entry) {
    return entry.text().flatMap(OnErasure::of).orElse(OnErasure.REWRITE);
  }
}
