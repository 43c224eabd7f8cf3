package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.quietus.backup.BucketVault;
import org.quietus.backup.DirectoryVault;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.cli.CommandRun;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.testing.SigningPairs;
import org.quietus.testing.SqlScript;
import org.quietus.testing.WithoutPdf;

/** A pack's own job file on a database of 100 persons, and what a day brings to it. */
final class PackJob {
  /** The day that the data is made on; jobs begin at its noon. */
  static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

  private static final long SEED = 7;
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)(:[^}]*)?}");

  private final Path directory;
  private final PackPlace place;
  private final Pack pack;
  private final String schema;
  private final Path file;
  private final Map<String, String> environment = new HashMap<>();
  private final StringBuilder printed = new StringBuilder();
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private Instant now;

  PackJob(Path directory, PackPlace place, Pack pack) throws Exception {
    this.directory = directory;
    this.place = place;
    this.pack = pack;
    this.schema = "pack_" + pack.name().replace('-', '_');
    at(TODAY);
    String yaml =
        WithoutPdf.of(place.job(Files.readString(Path.of("jobs", pack.name() + ".yaml"))));
    file = Files.writeString(directory.resolve("job.yaml"), yaml);
    fill();
    Matcher variables = VARIABLE.matcher(yaml);
    String prefix = pack.name().replace('-', '_').toUpperCase(Locale.ROOT) + "_";
    while (variables.find()) {
      String value = value(variables.group(1).substring(prefix.length()));
      environment.put(variables.group(1), value);
    }
    SigningPairs.layInto(Path.of(value("KEYS")));
    ok(command("key generate"));
  }

  private void fill() throws SQLException, IOException {
    place.fresh(schema);
    try (Connection connection = place.connect(schema, pack.zone())) {
      Path script = Path.of(pack.schema(place.server().product()).substring(1));
      SqlScript.run(connection, script, schema);
      place.admitAuditor(connection, schema);
      connection.setAutoCommit(false);
      pack.fill(connection, population());
    }
  }

  private String value(String name) throws Exception {
    Map<String, String> vault = place.vault().settings();
    return switch (name) {
      case "URL" -> place.server().jdbcUrl(schema);
      case "USER" -> place.server().username();
      case "PASSWORD" -> place.server().password();
      case "VERIFY_USER" -> "auditor";
      case "VERIFY_PASSWORD" -> "look";
      case "EVIDENCE" -> evidence().toUri().toString();
      case "KEYS" -> directory.resolve("keys").toString();
      case "VAULT" -> {
        Files.createDirectories(directory.resolve("vault"));
        yield Objects.requireNonNull(vault.get("STORE"));
      }
      case "S3_ENDPOINT" -> vault.getOrDefault("ENDPOINT", "");
      case "S3_ACCESS_KEY" -> vault.getOrDefault("ACCESS", "");
      case "S3_SECRET_KEY" -> vault.getOrDefault("SECRET", "");
      default -> name.endsWith("_KEY") ? recipientKey(name) : mailbox(name).toUri().toString();
    };
  }

  private String recipientKey(String name) throws Exception {
    byte[] key = KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(key)
            + "\n-----END PUBLIC KEY-----\n";
    return Files.writeString(directory.resolve(name + ".pem"), pem).toString();
  }

  private Path mailbox(String name) throws IOException {
    return Files.createDirectories(directory.resolve("recipients").resolve(name.toLowerCase()));
  }

  Population population() {
    return new Population(SEED, 100, TODAY);
  }

  Person person(int number) {
    return pack.person(population(), number);
  }

  /** A column of points as one whose values can be compared. */
  String comparable(String column) {
    return place.comparable(column);
  }

  boolean isOnH2() {
    return place.isH2();
  }

  /** At noon of that day. */
  PackJob at(LocalDate day) {
    now = day.atTime(12, 0).atZone(ZoneId.of(pack.zone())).toInstant();
    return this;
  }

  /**
   * Hours from now: a server dates erasures by its own clock, and backups are compared with it.
   * What settles for a day does so for at least 24 hours, up to the end of the next day.
   */
  PackJob hoursFromNow(int hours) {
    now = started.plus(Duration.ofHours(hours));
    return this;
  }

  /** The moment of the job's clock. */
  String moment() {
    return now.toString();
  }

  /** The job file's text. */
  String yaml() throws IOException {
    return Files.readString(file);
  }

  /** Puts the data back to what it was at first; nothing is known then of what was done since. */
  void restore() throws Exception {
    fill();
  }

  /** At noon, that many days after the data was made. */
  PackJob day(int day) {
    return at(TODAY.plusDays(day));
  }

  /** Sets a column of the only child in the data, 43, which every run would erase. */
  PackJob growsUp(String table, String column) throws SQLException {
    execute("UPDATE " + table + " SET " + column + " = '1990-05-05' WHERE id = 43");
    return this;
  }

  /** Replaces a text of the job file, which must be there. */
  PackJob changing(String text, String other) throws IOException {
    String yaml = Files.readString(file);
    assertThat(yaml).contains(text);
    Files.writeString(file, yaml.replace(text, other));
    return this;
  }

  CommandRun command(String words, String... arguments) {
    return typing("", words, arguments);
  }

  CommandRun typing(String input, String words, String... arguments) {
    List<String> all = new ArrayList<>(List.of(words.split(" ")));
    all.add(file.toString());
    all.addAll(List.of(arguments));
    CommandRun run =
        CommandRun.onDatabases(environment).at(now).typing(input).run(all.toArray(String[]::new));
    printed.append(run.out()).append(run.err());
    return run;
  }

  /** Everything that commands have printed. */
  String printed() {
    return printed.toString();
  }

  /** A request of the person with that number; returns its id. */
  String request(int person, String... options) {
    return requestBy("phone: " + person(person).phone(), options);
  }

  String requestBy(String identifier, String... options) {
    String[] all =
        Stream.concat(Stream.of("--identifiers-from", "-", "--json"), Stream.of(options))
            .toArray(String[]::new);
    return ok(typing(identifier + "\n", "request add", all)).json().get("id").asString();
  }

  String state(String request) {
    return ok(command("request show", request, "--json")).json().get("state").asString();
  }

  /** A run that is to end well. */
  CommandRun run() {
    return ok(command("run", "--json"));
  }

  static CommandRun ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }

  /** The certificates of a request or run, the first one first; each is checked. */
  List<Certificate> certificatesOf(String occasion) {
    return certificates().stream()
        .filter(certificate -> certificate.identity().occasion().id().equals(occasion))
        .sorted(Comparator.comparing(certificate -> certificate.identity().sequence()))
        .toList();
  }

  Certificate lastCertificateOf(String occasion) {
    List<Certificate> all = certificatesOf(occasion);
    assertThat(all).isNotEmpty();
    return all.get(all.size() - 1);
  }

  List<Certificate> certificates() {
    EvidenceStore store = EvidenceStores.at(evidence());
    return new CertificateReader(store, PublicKeys.in(store))
        .list().stream()
            .map(
                stored -> {
                  assertThat(stored.verdict()).isInstanceOf(Verdict.Good.class);
                  return ((Verdict.Good) stored.verdict()).certificate();
                })
            .toList();
  }

  Path evidence() {
    return directory.resolve("evidence");
  }

  Path directory() {
    return directory;
  }

  Vault vault() {
    return new Vault(place.vault());
  }

  private interface Putting {
    void put(String key, byte[] content) throws Exception;
  }

  /** The pack's backups. */
  final class Vault {
    private final org.quietus.backup.Vault vault;

    private Vault(org.quietus.backup.Vault vault) {
      this.vault = vault;
    }

    /** A dump of the database as it is now, gzipped; a server dates it by its own clock. */
    void dump(String key) throws Exception {
      dump(key, vault::put);
    }

    /** The same, dated by the job's clock wherever it is. */
    void dumpByTheJobsClock(String key) throws Exception {
      Putting putting =
          vault instanceof BucketVault bucket
              ? (name, content) -> bucket.put(name, content, now)
              : vault::put;
      dump(key, putting);
    }

    private void dump(String key, Putting putting) throws Exception {
      byte[] text = place.dump(schema, pack.tables(), now.atZone(ZoneId.of(pack.zone())));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(text);
      }
      putting.put(key, bytes.toByteArray());
      Path made = directory.resolve("vault").resolve(key);
      if (Files.exists(made)) {
        Files.setLastModifiedTime(made, FileTime.from(now));
      }
    }

    /** Whether objects are as old as they are made at by the job's clock. */
    boolean agesWithTheJob() {
      return vault instanceof DirectoryVault;
    }

    /** Everything that can still be retrieved, every version of it. */
    String everything() throws Exception {
      return everything(StandardCharsets.UTF_8);
    }

    /** The same in another charset. */
    String everything(Charset charset) throws Exception {
      StringBuilder all = new StringBuilder();
      for (byte[] content : vault.contents()) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
          all.append(new String(in.readAllBytes(), charset));
        }
      }
      return all.toString();
    }

    /** The text of everything that can still be retrieved and is not compressed. */
    List<String> contents() throws Exception {
      return vault.contents().stream()
          .map(content -> new String(content, StandardCharsets.UTF_8))
          .toList();
    }

    /** Puts a text there, gzipped. */
    void write(String key, String text) throws Exception {
      write(key, text, StandardCharsets.UTF_8);
    }

    /** The same in another charset. */
    void write(String key, String text, Charset charset) throws Exception {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(text.getBytes(charset));
      }
      vault.put(key, bytes.toByteArray());
    }

    /** Leaves half of an object. */
    void damage(String key) throws Exception {
      byte[] whole = vault.get(key);
      vault.put(key, Arrays.copyOf(whole, whole.length / 2));
    }

    byte[] get(String key) throws Exception {
      return vault.get(key);
    }

    void put(String key, byte[] content) throws Exception {
      vault.put(key, content);
    }

    /** As if nothing had ever been there, in any version. */
    void clear() throws Exception {
      vault.clear();
    }

    List<String> keys() throws Exception {
      return vault.keys();
    }

    void delete(String key) throws Exception {
      vault.delete(key);
    }
  }

  /** The first column of the only row. */
  long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  String text(String sql) throws SQLException {
    try (Connection connection = place.server().connect(schema);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).as(sql).isTrue();
      return String.valueOf(rows.getString(1));
    }
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = place.server().connect(schema);
        Statement statement = connection.createStatement()) {
      statement.execute(place.spelled(sql));
    }
  }

  /** The recipients to which a notice was left, a name for each. */
  List<String> told() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("recipients"))) {
      return files
          .filter(path -> path.toString().endsWith(".json"))
          .map(path -> path.getName(path.getNameCount() - 2).toString())
          .sorted()
          .toList();
    }
  }

  /** One recipient confirms all that was left to it. */
  void confirms(String recipient) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("recipients").resolve(recipient))) {
      for (Path notice : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        Files.writeString(Path.of(notice.toString().replace(".json", ".ack")), "");
      }
    }
  }
}
