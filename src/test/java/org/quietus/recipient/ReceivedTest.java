package org.quietus.recipient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.policy.JobFile;
import org.quietus.policy.NoticeRoute;
import org.quietus.policy.RecipientSettings;
import org.quietus.policy.read.JobFiles;
import org.quietus.request.Reviewed;
import org.quietus.request.SealedPerson;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/** A recipient is told all that it had received of a person, and nothing else. */
class ReceivedTest {
  private static final RecipientSettings PUSH =
      new RecipientSettings(
          "push",
          new NoticeRoute.Drop(Path.of("out")),
          List.of("tel", "id"),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofSeconds(5),
          Period.ofDays(7),
          false);

  @TempDir Path directory;

  @Test
  void ofAColumnIsToldWhatEachRowOfThePersonHeld() throws IOException {
    SealedPerson person =
        new SealedPerson("", List.of(new Identifier(IdentifierType.EMAIL, "ann@example.org")))
            .found(List.of("1", "2"), Map.of("tel", "+49301000", "email", "ann@example.org"))
            .telling(
                List.of(
                    new Identifier(IdentifierType.PHONE, "+49302000"),
                    new Identifier(IdentifierType.EMAIL, "ann@work.example.org")));

    assertThat(Received.of(PUSH, job(), "customer", person))
        .extracting(one -> one.get("value"))
        .containsExactly("+49301000", "+49302000");
  }

  @Test
  void aUuidIsNotToldThatARowOfSomebodyElseHasInAnotherSpelling() throws IOException {
    String uuid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    SealedPerson person =
        new SealedPerson("", List.of(new Identifier(IdentifierType.ID, uuid)))
            .reviewed(
                new Reviewed(
                    Instant.EPOCH,
                    Map.of("1", Map.of("tel", "+49301000")),
                    Map.of("2", Map.of("uid", uuid.toUpperCase(Locale.ROOT)))));

    assertThat(Received.of(PUSH, job(), "customer", person))
        .extracting(one -> one.get("value"))
        .containsExactly("+49301000");
  }

  private JobFile job() throws IOException {
    String text =
        """
        quietus: 1
        job: shop
        controller: Example GmbH
        zone: UTC
        evidence: { store: "file:///tmp/evidence", keys: /tmp/keys }
        databases:
          crm: { url: "jdbc:mariadb://localhost/crm", username: "u", password: "${P}", zone: UTC }
        subjects:
          customer: { records: crm.customer, identifiers: { tel: phone, email: email } }
        erasure: { records: { crm.customer: { then: delete } } }
        """;
    return JobFiles.load(
        Files.writeString(directory.resolve("shop.yaml"), text), Map.of("P", "secret"));
  }
}
