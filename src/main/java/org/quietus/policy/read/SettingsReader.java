package org.quietus.policy.read;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.EvidenceSettings;
import org.quietus.policy.Language;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.policy.Secret;

/** Reads where things are: databases and evidence. */
final class SettingsReader {
  private static final Pattern VARIABLE_OR_NOTHING =
      Pattern.compile("(\\$\\{[A-Za-z_][A-Za-z0-9_]*:?})?");
  private static final Path NO_PATH = Path.of("/");

  private SettingsReader() {}

  static Map<String, DatabaseSettings> databases(JobEntry entry) {
    Map<String, DatabaseSettings> databases = new LinkedHashMap<>();
    entry.entries().forEach((name, database) -> databases.put(name, database(name, database)));
    return databases;
  }

  private static DatabaseSettings database(String name, JobEntry entry) {
    JobEntry verify = entry.get("verify");
    return new DatabaseSettings(
        name,
        JdbcUrl.read(entry.get("url")),
        credential(entry),
        Scalars.zone(entry.get("zone")),
        verify.isPresent() ? Optional.of(credential(verify)) : Optional.empty(),
        entry.get("replicas").entries().values().stream()
            .map(
                replica ->
                    new DatabaseSettings.Replica(
                        JdbcUrl.read(replica.get("url")),
                        credential(replica),
                        replica.get("heartbeat").text()))
            .toList());
  }

  private static DatabaseSettings.Credential credential(JobEntry entry) {
    JobEntry password = entry.get("password");
    requireVariable(password);
    return new DatabaseSettings.Credential(
        Scalars.text(entry.get("username")), new Secret(Scalars.text(password)));
  }

  /** Refuses a secret that stands in the file itself. */
  static void requireVariable(JobEntry secret) {
    if (secret.text().isPresent() && !VARIABLE_OR_NOTHING.matcher(secret.written()).matches()) {
      secret.problem(
          "PASSWORD-IN-FILE",
          secret.path() + " stands in the file, whose text is kept as evidence",
          "put it into an environment variable: '${DB_PASSWORD}'");
    }
  }

  static EvidenceSettings evidence(JobEntry entry) {
    ObjectStoreSettings store = BackupReader.evidence(entry);
    Path keys = keys(entry.get("keys"));
    if (store.isDirectory()
        && !store.url().equals(NO_PATH.toUri())
        && isInside(keys, Path.of(store.url()))) {
      entry
          .get("keys")
          .problem(
              "KEYS-IN-EVIDENCE",
              entry.get("keys").path() + " lies inside the evidence store, which is copied around",
              "keep the keys in a directory of their own, e.g. /etc/quietus/keys");
    }
    JobEntry timestamp = entry.get("timestamp");
    JobEntry passphrase = entry.get("passphrase");
    JobEntry passphraseFile = entry.get("passphrase-file");
    requireVariable(passphrase);
    if (passphrase.isPresent() && passphraseFile.isPresent()) {
      passphraseFile.problem(
          "TWO-PASSPHRASES",
          entry.path() + " has a passphrase and a file of one",
          "leave one of them out");
    }
    return new EvidenceSettings(
        store,
        keys,
        pdf(entry),
        timestamp.isPresent() ? Optional.of(timestamp(timestamp)) : Optional.empty(),
        signer(entry.get("signer")),
        passphrase.text().map(Secret::new),
        Paths.absolute(
            passphraseFile,
            "BAD-PASSPHRASE-FILE",
            "write e.g. /etc/quietus/passphrase: jobs are started from various directories"),
        entry.get("keep").isPresent()
            ? Optional.of(Scalars.period(entry.get("keep")))
            : Optional.empty(),
        Paths.absolute(
            entry.get("dpo-key"),
            "BAD-DPO-KEY",
            "write e.g. /etc/quietus/dpo.pub.pem: jobs are started from various directories"),
        entry.get("control").text());
  }

  private static List<String> signer(JobEntry entry) {
    List<JobEntry> words = List.copyOf(entry.entries().values());
    if (!words.isEmpty()) {
      Paths.absolute(
          words.get(0),
          "BAD-SIGNER",
          "write e.g. /usr/local/bin/sign: jobs are started from various directories");
    }
    return words.stream().map(Scalars::text).toList();
  }

  private static EvidenceSettings.TimestampSettings timestamp(JobEntry entry) {
    return new EvidenceSettings.TimestampSettings(
        authority(entry.get("url")),
        Paths.absolute(
                entry.get("certificate"),
                "BAD-CERTIFICATE",
                "write e.g. /etc/quietus/timestamp-ca.pem: jobs are started from various"
                    + " directories")
            .orElse(NO_PATH));
  }

  /** What is sent there is a digest, so plain HTTP does no harm: the reply is signed. */
  private static URI authority(JobEntry entry) {
    try {
      URI address = new URI(entry.text().orElse(""));
      if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getHost() != null
          && address.getRawUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // told below, without the value
    }
    if (entry.text().isPresent()) {
      entry.problem(
          "BAD-ADDRESS",
          entry.path() + " is not the address of a time-stamping authority",
          "write e.g. 'https://timestamp.example.org/'");
    }
    return NO_PATH.toUri();
  }

  private static Optional<Language> pdf(JobEntry entry) {
    if (entry.get("pdf").text().filter("off"::equals).isPresent()) {
      return Optional.empty();
    }
    boolean chinese =
        entry.get("language").text().filter(Language.ZH.toString()::equals).isPresent();
    return Optional.of(chinese ? Language.ZH : Language.EN);
  }

  /** As written and, where both exist, as symbolic links resolve. */
  private static boolean isInside(Path path, Path directory) {
    if (path.normalize().startsWith(directory.normalize())) {
      return true;
    }
    try {
      return path.toRealPath().startsWith(directory.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static Path keys(JobEntry entry) {
    return Paths.absolute(
            entry,
            "BAD-KEYS",
            "write e.g. /etc/quietus/keys: jobs are started from various directories")
        .orElse(NO_PATH);
  }
}
