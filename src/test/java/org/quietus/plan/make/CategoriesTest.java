package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.plan.make.Planning.plan;
import static org.quietus.plan.make.Planning.problems;
import static org.quietus.policy.JobFileBuilder.aJob;
import static org.quietus.policy.Then.ANONYMISE;
import static org.quietus.policy.Then.DELETE;

import org.junit.jupiter.api.Test;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.plan.CatalogBuilder;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

class CategoriesTest {
  private static CatalogBuilder shop() {
    return aCatalog()
        .table("customer", "id bigint pk", "email varchar(60)", "id_card varchar(18)", "at date")
        .table("visit", "id bigint pk", "customer_id bigint", "ip varchar(40)", "at date")
        .key("visit.customer_id -> customer.id", OnDelete.RESTRICT);
  }

  @Test
  void refusesCategoriesOfWhatIsNotThere() {
    JobFileBuilder job =
        aJob()
            .rule("old", "visit")
            .then(DELETE)
            .categories("visit", "IP: network", "agent: network")
            .categories("vists", "ip: network");

    assertThat(problems(job, shop()))
        .extracting(Problem::id, Problem::what, Problem::line)
        .containsExactly(
            tuple("UNKNOWN-COLUMN", "table 'visit' has no column 'IP'", 4),
            tuple("UNKNOWN-COLUMN", "table 'visit' has no column 'agent'", 5),
            tuple("UNKNOWN-TABLE", "database 'shop' has no base table 'vists'", 6));
  }

  @Test
  void warnsOfASensitiveColumnThatNothingRemoves() {
    JobFileBuilder job =
        aJob()
            .rule("old", "visit")
            .then(DELETE)
            .categories("customer", "email: contact", "id_card: identity")
            .sensitive("identity");

    assertThat(plan(job, shop()).warnings())
        .extracting(Problem::toString)
        .containsExactly(
            "jobs/test.yaml:5: nothing ever removes 'shop.customer.id_card', which is sensitive;"
                + " add a rule under 'retention', or an entry under 'erasure: records'"
                + " [SENSITIVE-WITHOUT-RULE]");
  }

  @Test
  void warnsOfASensitiveColumnThatAnonymisationLeavesAlone() {
    JobFileBuilder job =
        aJob()
            .anonymise("customer", "email: redact")
            .rule("closed", "customer")
            .then(ANONYMISE)
            .categories("customer", "email: contact", "id_card: identity")
            .sensitive("identity")
            .sensitive("contact");

    assertThat(plan(job, shop()).warnings())
        .extracting(Problem::what)
        .containsExactly("nothing ever removes 'shop.customer.id_card', which is sensitive");
  }

  @Test
  void isContentWithARuleOrAnErasure() {
    JobFileBuilder rule =
        aJob()
            .rule("old", "visit")
            .where("ip = '::1'")
            .then(DELETE)
            .categories("visit", "ip: network")
            .sensitive("network");
    JobFileBuilder erasure =
        aJob()
            .subject("customer", "customer", "email")
            .erase("customer", DELETE)
            .erase("visit", DELETE)
            .categories("visit", "ip: network")
            .categories("customer", "id_card: network")
            .sensitive("network");

    assertThat(plan(rule, shop()).warnings()).isEmpty();
    assertThat(plan(erasure, shop().index("customer.email")).warnings()).isEmpty();
  }
}
