package org.quietus.policy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.quietus.policy.JobFilesTest.ENVIRONMENT;
import static org.quietus.policy.JobFilesTest.FILES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.TableName;

/** What is refused of the names that tables and columns had once. */
class SchemaChecksTest {
  private static final String REST =
      """
      object-stores:
        vault: { url: "file:///var/backups/mysql/" }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      erasure: { records: { crm.customer: { then: delete } } }
      backups:
        nightly: { of: crm, in: vault, objects: "nightly/**", format: mysqldump, keep: P90D, on-erasure: rewrite, schema-before: { %s } }
      files:
        logs: { of: crm, in: vault, objects: "logs/**", format: csv, from: at, persons: { customer: { email: email, user: id } }, on-erasure: delete, schema-before: { %s } }
      """;
  private static final String TABLES = "2024-03-01: { crm.customer: { was: client } }";
  private static final String COLUMNS = "2024-03-01: { columns: { email: mail } }";

  @TempDir Path dir;

  private Path file(String rest) throws IOException {
    return Files.writeString(
        dir.resolve("job.yaml"), Files.readString(FILES.resolve("smallest.yaml")) + rest);
  }

  @Test
  void namesAreReadByDay() throws IOException {
    String tables =
        "2024-03-01: { crm.customer: { was: client, columns: { email: mail }, without: [ phone ] }"
            + " }";
    JobFile job = JobFiles.load(file(REST.formatted(tables, COLUMNS)), ENVIRONMENT);
    assertThat(job.backups().get("nightly").schemaBefore().days())
        .isEqualTo(
            Map.of(
                LocalDate.of(2024, 3, 1),
                Map.of(
                    new TableName("crm", "customer"),
                    new ObjectSet.FormerNames(
                        Optional.of("client"), Map.of("email", "mail"), Set.of("phone")))));
    assertThat(job.files().get("logs").schemaBefore().days()).containsKey(LocalDate.of(2024, 3, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-02-30: { crm.customer: { was: client } } | BAD-DAY",
        "yesterday: { crm.customer: { was: client } } | BAD-NAME",
        "2024-03-01: { crm.customer: { } } | EMPTY",
        "2024-03-01: { customer: { was: client } } | BAD-NAME",
        "2024-03-01: { shop.customer: { was: client } } | OTHER-DATABASE",
        "2024-03-01: { crm.customer: { was: customer } } | NO-USE",
        "2024-03-01: { crm.customer: { columns: { email: email } } } | NO-USE",
        "2024-03-01: { crm.customer: { was: c }, crm.visit: { was: C } } | SAME-FORMER-NAME",
        "2024-03-01: { crm.customer: { was: visit }, crm.visit: { columns: { a: b } } } |"
            + " SAME-FORMER-NAME",
        "2024-03-01: { crm.customer: { columns: { email: c, phone: C } } } | SAME-FORMER-NAME",
        "2024-03-01: { crm.customer: { columns: { email: c }, without: [ email ] } } |"
            + " SAME-FORMER-NAME",
      })
  void namesThatSayNothingOfWhoseTheyWereAreRefused(String tables, String id) throws IOException {
    refused(REST.formatted(tables, COLUMNS), id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-03-01: { columns: { mail: email } } | UNKNOWN-FIELD",
        "2024-03-01: { columns: { email: user } } | SAME-FORMER-NAME",
        "2024-03-01: { without: [ phone ] } | UNKNOWN-FIELD",
        "2024-03-01: { without: [ email, user ] } | HIDDEN-COLUMN",
        "2024-03-01: { without: [ at ] } | HIDDEN-COLUMN",
      })
  void namesThatHideARecordsPersonAreRefused(String columns, String id) throws IOException {
    refused(REST.formatted(TABLES, columns), id);
  }

  @Test
  void whatIsNotSearchedNeedsNoFormerNames() throws IOException {
    refused(
        REST.formatted(TABLES, COLUMNS).replace("on-erasure: rewrite", "on-erasure: expire"),
        "NO-USE");
    refused(
        REST.formatted(TABLES, COLUMNS)
            .replace("format: csv,", "format: csv, layout: { columns: [ email, user, at ] },"),
        "NO-USE");
  }

  private void refused(String rest, String id) throws IOException {
    Path file = file(rest);
    assertThat(catchThrowableOfType(InvalidInput.class, () -> JobFiles.load(file, ENVIRONMENT)))
        .hasMessageContaining(id);
  }
}
