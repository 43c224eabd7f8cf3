package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.plan.make.Planning.plan;
import static org.quietus.plan.make.Planning.problem;
import static org.quietus.policy.JobFileBuilder.aJob;
import static org.quietus.policy.Then.ANONYMISE;
import static org.quietus.policy.Then.DELETE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.plan.CatalogBuilder;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

/** Rows below a row that is anonymised, and found by a column which changes with that. */
class LostLinksTest {
  private static final String TEXT = "text varchar(9) null";

  private final CatalogBuilder catalog =
      aCatalog()
          .table("customer", "id int pk", "email varchar(50) null unique")
          .table(
              "orders",
              "id int pk",
              "customer_id int",
              "mail varchar(50) index",
              "mail_key varchar(50) index generated of=mail",
              "no varchar(40) unique",
              "no_key varchar(40) unique generated of=no")
          .key("orders.customer_id -> customer.id", OnDelete.RESTRICT)
          .table("line", "id int pk", "order_no varchar(40) index", "at datetime", TEXT)
          .table("letter", "id int pk", "order_id int", "at datetime", TEXT)
          .key("letter.order_id -> orders.id", OnDelete.RESTRICT);

  private static JobFileBuilder customers() {
    return aJob()
        .subject("customer", "customer", "email")
        .erase("customer", ANONYMISE)
        .anonymise("customer", "email: set-null")
        .erase("orders", ANONYMISE)
        .anonymise("letter", "text: set-null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "no_key"})
  void refusesThatKeptRowsAreNotFoundByWhatTheyHangOn(String link) {
    JobFileBuilder job =
        customers()
            .owns("line.order_no -> orders." + link)
            .erase("letter", ANONYMISE)
            .eraseLater("line", ANONYMISE, "P10Y", "at")
            .anonymise("line", "text: set-null");
    Problem problem = problem(job.anonymise("orders", "no: template: x-{random}"), catalog);
    assertThat(problem.id()).isEqualTo("KEPT-WITHOUT-RULE");
    assertThat(problem.what()).contains("'line'");
    assertThat(problem.mend()).contains(link);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mail", "mail_key"})
  void refusesThatRowsWhichStayAreNotFoundByTheirOwnLinkAnyMore(String link) {
    CatalogBuilder byMail =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null unique")
            .table(
                "orders",
                "id int pk",
                "mail varchar(50) index",
                "mail_key varchar(50) index generated of=mail")
            .table("letter", "id int pk", "order_id int", "at datetime", TEXT)
            .key("letter.order_id -> orders.id", OnDelete.RESTRICT);
    JobFileBuilder job =
        customers()
            .owns("orders." + link + " -> customer.email")
            .anonymise("orders", "mail: redact")
            .eraseLater("letter", ANONYMISE, "P10Y", "at");
    assertThat(problem(job, byMail).id()).isEqualTo("KEPT-WITHOUT-RULE");
  }

  @Test
  void saysNothingWhereTheLinkStays() {
    JobFileBuilder job =
        customers()
            .owns("line.order_no -> orders.no_key")
            .erase("letter", ANONYMISE)
            .eraseLater("line", ANONYMISE, "P10Y", "at")
            .anonymise("line", "text: set-null")
            .anonymise("orders", "mail: redact");
    assertThat(plan(job, catalog).warnings()).isEmpty();
  }

  @Test
  void refusesToChangeWhatAReferencedColumnIsComputedFrom() {
    CatalogBuilder referenced =
        aCatalog()
            .table(
                "customer",
                "id int pk",
                "email varchar(50) null",
                "mail_key varchar(50) null unique generated of=email")
            .table("orders", "id int pk", "mail varchar(50) null", "at datetime")
            .key("orders.mail -> customer.mail_key", OnDelete.RESTRICT);
    JobFileBuilder job =
        aJob()
            .subject("customer", "customer", "email")
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null")
            .erase("orders", DELETE);
    Problem problem = problem(job, referenced);
    assertThat(problem.id()).isEqualTo("IMPOSSIBLE-ANONYMISATION");
    assertThat(problem.what()).contains("'customer.email'", "orders.mail -> customer.mail_key");
  }

  @Test
  void refusesToChangeWhatTheMomentOfARuleIsComputedFrom() {
    CatalogBuilder closed =
        aCatalog()
            .table(
                "customer",
                "id int pk",
                "email varchar(50) null",
                "closed_at datetime null",
                "closed_on date null index generated of=closed_at");
    JobFileBuilder job =
        aJob()
            .subject("customer", "customer", "email")
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null", "closed_at: set-null")
            .rule("closed", "customer")
            .from("closed_on")
            .keeping("P3Y")
            .then(DELETE);
    Problem problem = problem(job, closed);
    assertThat(problem.id()).isEqualTo("MOVES-THE-MOMENT");
    assertThat(problem.what()).contains("'closed_on'", "'closed_at'");
  }

  @Test
  void advisesToIdentifyPersonsByWhatAnIdentifierIsComputedFrom() {
    CatalogBuilder lower =
        aCatalog()
            .table(
                "customer",
                "id int pk",
                "email varchar(50) null",
                "mail_key varchar(50) null index generated of=email");
    JobFileBuilder job =
        aJob()
            .subject("customer", "customer", "mail_key")
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null");
    Problem problem = problem(job, lower);
    assertThat(problem.id()).isEqualTo("IDENTIFIER-KEPT");
    assertThat(problem.mend()).contains("computes it from").doesNotContain("add 'mail_key'");
  }
}
