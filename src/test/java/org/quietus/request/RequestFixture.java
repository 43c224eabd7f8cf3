package org.quietus.request;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.quietus.evidence.EvidenceStores;
import org.quietus.request.mirror.Mirror;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A control schema in memory, with a mirror in a directory and a key of its own. */
final class RequestFixture {
  final JdbcTemplate jdbc;
  final TransactionTemplate transaction;
  final Mirror mirror;
  final ErasureRequests requests;
  private int filed;

  RequestFixture(Path directory) throws Exception {
    JdbcDataSource database = new JdbcDataSource();
    database.setUrl(
        "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=FALSE");
    Flyway.configure()
        .dataSource(database)
        .schemas("quietus")
        .createSchemas(true)
        .locations("classpath:sql/control/h2")
        .placeholderReplacement(false)
        .load()
        .migrate();
    jdbc = new JdbcTemplate(database);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    Path keys = java.nio.file.Files.createDirectories(directory.resolve("keys"));
    SealingKey.generate(keys);
    mirror =
        new Mirror(
            jdbc, transaction, "job", EvidenceStores.open(directory.resolve("evidence").toUri()));
    requests =
        new ErasureRequests(
            jdbc, "job", SealingKey.load(keys), mirror, Optional.empty(), request -> false);
  }

  /** A request of the person with that number. */
  static NewRequest request(int person, Ground ground, boolean verified, Instant receivedAt) {
    return new NewRequest(
        new Filing(
            "customer", Optional.empty(), ground, Requester.SELF, Optional.empty(), receivedAt),
        List.of(new Identifier(IdentifierType.EMAIL, "p" + person + "@example.org")),
        verified);
  }

  Intake.Taken file(NewRequest request, Deadlines deadlines, Instant now) {
    String id = "r" + ++filed;
    SealedPerson person = new SealedPerson("0".repeat(64), request.identifiers());
    return transaction.execute(
        status ->
            new Intake(requests, deadlines)
                .take(id, request, person, "0".repeat(64), Role.OPERATOR, now));
  }

  void change(Runnable change) {
    transaction.executeWithoutResult(status -> change.run());
  }

  /** States of the events as the mirror holds them, by request. */
  List<String> mirrored() {
    mirror.copy();
    List<String> lines = new ArrayList<>();
    mirror
        .mirrored()
        .forEach(
            entry ->
                lines.add(
                    entry.about()
                        + " "
                        + entry.content().get("move")
                        + " "
                        + entry.content().get("state")));
    return lines;
  }
}
