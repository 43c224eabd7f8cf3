package org.quietus.cli.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.job.CannotRun;
import org.quietus.job.Refusal;
import org.quietus.pack.Pack;
import org.quietus.report.text.Resource;
import org.quietus.request.SealingKey;
import org.quietus.subject.TokenKeys;

/** Everything that the demo of a pack makes, under one directory; each part appears whole, once. */
final class PackDirectory {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)(:[^}]*)?}");

  private final Path given;
  private final Path root;
  private final Pack pack;

  /** {@code given} is how the user calls the directory, and how messages call it. */
  PackDirectory(Path given, Pack pack) {
    this.given = given;
    this.root = given.toAbsolutePath().normalize();
    this.pack = pack;
    if (root.toString().contains(";") || root.toString().contains("${")) {
      throw new Refusal("the path of the demo's directory may contain neither ';' nor '${'");
    }
  }

  /**
   * Keeps other demos out of the directory until the channel is closed.
   *
   * @throws CannotRun if another one is at work there
   */
  FileChannel hold() throws IOException {
    Files.createDirectories(root);
    FileChannel lock =
        FileChannel.open(
            root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw CannotRun.locked(pack.name());
    }
    return lock;
  }

  /**
   * Makes what is not there yet: keys, database, job file, and the recipients' mailboxes.
   *
   * @param erased texts that identify who is going to be erased
   */
  void prepare(int persons, LocalDate today, List<String> erased) throws IOException, SQLException {
    writeOnce(".pack", pack.name() + "\n");
    if (!Files.readString(root.resolve(".pack")).strip().equals(pack.name())) {
      throw new Refusal(given + " holds another pack's demo; give an empty directory with --dir");
    }
    database().prepare(persons, today);
    for (SigningKeys.Use use : SigningKeys.Use.values()) {
      if (!use.existsIn(keys())) {
        SigningKeys.generate(keys(), use);
      }
    }
    SealingKey.generate(keys());
    new TokenKeys(keys()).generate();
    Files.createDirectories(vault());
    writeOnce("erased-persons.txt", String.join("\n", erased) + "\n");
    writeOnce(pack.name() + ".yaml", jobFile());
  }

  PackDatabase database() {
    return new PackDatabase(root, pack);
  }

  /** The job file as the user would name it. */
  Path job() {
    return given.resolve(pack.name() + ".yaml");
  }

  /** The file of those who are erased, as the user would name it. */
  Path personsFile() {
    return given.resolve("erased-persons.txt");
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path evidence() {
    return root.resolve("evidence");
  }

  /** The folder of the portal, as the user would name it. */
  Path portal() {
    return given.resolve("portal");
  }

  /** Where backups lie. */
  Path vault() {
    return root.resolve("vault");
  }

  /** Where notices are left for recipients, one directory for each. */
  Path mailboxes() {
    return root.resolve("recipients");
  }

  /** What was noted under that name, if anything was. */
  Optional<String> noted(String name) throws IOException {
    Path file = root.resolve(name);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /** Notes a text under a name, unless something is noted there. */
  void writeOnce(String name, String text) throws IOException {
    Path file = root.resolve(name);
    if (Files.notExists(file)) {
      Files.createDirectories(file.getParent());
      Path unfinished = root.resolve(name + ".unfinished");
      Files.writeString(unfinished, text, StandardCharsets.UTF_8);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The pack's job file with its variables written out, so that it works as it is. */
  private String jobFile() throws IOException {
    String text = Resource.text("/jobs/" + pack.name() + ".yaml");
    Matcher variables = VARIABLE.matcher(text.substring(text.indexOf("quietus: 1")));
    StringBuilder written = new StringBuilder("# The demo's job file.\n");
    String prefix = pack.name().replace('-', '_').toUpperCase(Locale.ROOT) + "_";
    while (variables.find()) {
      String value = value(variables.group(1).substring(prefix.length()));
      String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"");
      variables.appendReplacement(written, Matcher.quoteReplacement(quoted));
    }
    return variables.appendTail(written).toString();
  }

  private String value(String name) throws IOException {
    return switch (name) {
      case "URL" -> database().url();
      case "USER" -> PackDatabase.USER;
      case "VERIFY_USER" -> PackDatabase.AUDITOR;
      case "PASSWORD", "VERIFY_PASSWORD", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY" -> "";
      case "EVIDENCE" -> evidence().toUri().toString();
      case "KEYS" -> keys().toString();
      case "VAULT" -> directoryUri(vault());
      default -> name.endsWith("_KEY") ? recipientKey(name) : mailbox(name);
    };
  }

  private String mailbox(String name) throws IOException {
    return directoryUri(
        Files.createDirectories(mailboxes().resolve(name.toLowerCase(Locale.ROOT))));
  }

  private String recipientKey(String name) throws IOException {
    String file = name.toLowerCase(Locale.ROOT).replaceFirst("_key$", "").concat("-public-key.pem");
    writeOnce("recipients/" + file, publicKey());
    return mailboxes().resolve(file).toString();
  }

  /** Of a key pair whose private half nobody has. */
  private static String publicKey() {
    try {
      byte[] key =
          KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic().getEncoded();
      return "-----BEGIN PUBLIC KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
          + "\n-----END PUBLIC KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java since 11 has X25519", e);
    }
  }

  private static String directoryUri(Path directory) {
    String uri = directory.toUri().toString();
    return uri.endsWith("/") ? uri : uri + "/";
  }

  @Override
  public String toString() {
    return given.toString();
  }
}
