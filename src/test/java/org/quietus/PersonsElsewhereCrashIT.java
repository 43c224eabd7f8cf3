package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Occasion;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.JarProcess;
import org.quietus.testing.Servers;

/**
 * A run that erases persons in two databases is killed at random moments: in the end each of them
 * is gone from either, once, and nobody else is. {@code -Dkills=N} and {@code -Dseed=N} choose
 * others.
 */
@EnabledIfServer
@Tag("long")
class PersonsElsewhereCrashIT {
  private static final int PERSONS = 80;
  private static final int ROWS = 50;
  private static final String CRM = "crash_persons";
  private static final String SHOP = "crash_buyers";

  private static DatabaseServer home;
  private static DatabaseServer other;

  @TempDir private Path directory;
  private OpenedJob job;

  @BeforeAll
  static void startServers() {
    home = Servers.start();
    other = Servers.ofAnotherProduct();
  }

  @AfterAll
  static void stopServers() {
    home.stop();
    other.stop();
  }

  @BeforeEach
  void prepare() throws Exception {
    fill(home, CRM);
    fill(other, SHOP);
    job =
        new OpenedJob(
                directory,
                home,
                CRM,
                """
                quietus: 1
                job: crash
                controller: Example GmbH
                zone: Europe/Berlin
                evidence: { store: "${EVIDENCE}", keys: "${KEYS}", control: crm }
                databases:
                  crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
                  shop: { url: "${SHOP_URL}", username: "${SHOP_USER}", password: "${SHOP_PASSWORD}", zone: UTC }
                subjects:
                  customer: { records: crm.person, identifiers: { email: email } }
                  buyer: { records: shop.person, identifiers: { email: email }, same-as: customer, owns: [ shop.trace.thing -> shop.thing.id ] }
                erasure:
                  records:
                    crm.person: { then: delete }
                    crm.thing: { then: delete }
                    shop.person: { then: delete }
                    shop.thing: { then: delete }
                    shop.trace: { then: delete }
                """)
            .with("SHOP_URL", other.jdbcUrl(SHOP))
            .with("SHOP_USER", other.username())
            .with("SHOP_PASSWORD", other.password());
    job.generateKeys();
  }

  @Test
  void killedAtRandomMomentsItErasesEachPersonOnceInEachDatabase() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    int kills = Integer.getInteger("kills", 4);
    Random random = new Random(seed);
    System.out.println("PersonsElsewhereCrashIT seed " + seed + ", kills " + kills);
    request();
    int killed = 0;
    while (killed < kills && start().killAfter(2_000 + random.nextInt(4_000))) {
      killed++;
    }
    JarProcess last = start();
    assertThat(last.exitCode()).as(last.output()).isZero();

    String left =
        IntStream.range(0, PERSONS)
            .filter(person -> person % 2 == 1)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(","));
    assertThat(ids(home, CRM)).isEqualTo(left);
    assertThat(ids(other, SHOP)).isEqualTo(left);
    assertThat(count(home, CRM, "thing")).isEqualTo(PERSONS / 2 * ROWS);
    assertThat(count(other, SHOP, "thing")).isEqualTo(PERSONS / 2 * ROWS);
    assertThat(count(other, SHOP, "trace")).isEqualTo(PERSONS / 2 * ROWS);
    assertThat(count(other, SHOP, "quietus.gone_key")).isZero();
    assertThat(count(home, CRM, "quietus.run WHERE state = 'open'")).isZero();
    Map<String, List<Certificate>> byRequest =
        job.certificates().stream()
            .filter(one -> one.identity().occasion().kind() == Occasion.Kind.REQUEST)
            .collect(Collectors.groupingBy(one -> one.identity().occasion().id()));
    assertThat(byRequest).hasSize(PERSONS);
    byRequest.forEach(
        (request, certificates) -> {
          assertThat(deleted(certificates, ".person")).as(request).isEqualTo(1);
          assertThat(deleted(certificates, ".thing")).as(request).isEqualTo(ROWS);
        });
    JarProcess audit =
        JarProcess.start(
            directory, job.environment(), "certificate", "audit", job.evidence().toString());
    assertThat(audit.exitCode()).as(audit.output()).isZero();
  }

  private static long deleted(List<Certificate> certificates, String table) {
    return certificates.stream()
        .flatMap(certificate -> certificate.targets().stream())
        .filter(target -> target.name().endsWith(table))
        .mapToLong(target -> target.counts().deleted())
        .sum();
  }

  /** Every second person asks, as a customer. */
  private void request() throws Exception {
    for (int person = 0; person < PERSONS; person += 2) {
      job.typing(
          "email: p" + person + "@example.com\n",
          "request add",
          "--subject",
          "customer",
          "--identifiers-from",
          "-");
    }
  }

  private JarProcess start() {
    return JarProcess.start(directory, job.environment(), "run", job.file().toString());
  }

  private static void fill(DatabaseServer server, String schema) throws Exception {
    ShopEngine engine = ShopEngine.on(server);
    engine.untouched(schema);
    engine.execute(
        schema,
        "CREATE TABLE person (id INT PRIMARY KEY, email VARCHAR(80))",
        "CREATE TABLE thing (id INT PRIMARY KEY, person INT NOT NULL, FOREIGN KEY (person)"
            + " REFERENCES person (id))",
        "CREATE INDEX thing_person ON thing (person)",
        "CREATE TABLE trace (id INT PRIMARY KEY, thing INT NOT NULL)",
        "CREATE INDEX trace_thing ON trace (thing)",
        "INSERT INTO person VALUES "
            + IntStream.range(0, PERSONS)
                .mapToObj("(%1$d, 'p%1$d@example.com')"::formatted)
                .collect(Collectors.joining(", ")),
        "INSERT INTO thing VALUES "
            + IntStream.range(0, PERSONS * ROWS)
                .mapToObj(thing -> "(%d, %d)".formatted(thing, thing / ROWS))
                .collect(Collectors.joining(", ")),
        "INSERT INTO trace SELECT id, id FROM thing");
  }

  private static String ids(DatabaseServer server, String schema) throws SQLException {
    try (Connection connection = server.connect(schema);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM person ORDER BY id")) {
      List<String> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return String.join(",", ids);
    }
  }

  private static long count(DatabaseServer server, String schema, String from) throws SQLException {
    try (Connection connection = server.connect(schema);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      row.next();
      return row.getLong(1);
    }
  }
}
