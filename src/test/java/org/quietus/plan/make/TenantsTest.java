package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.plan.make.Planning.members;
import static org.quietus.plan.make.Planning.plan;
import static org.quietus.plan.make.Planning.problem;
import static org.quietus.plan.make.Planning.problems;
import static org.quietus.policy.JobFileBuilder.aJob;
import static org.quietus.policy.Then.DELETE;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.Step;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

class TenantsTest {
  private static CatalogBuilder agency() {
    return aCatalog()
        .table("customer", "id bigint pk", "email varchar(60)", "account varchar(20)", "at date")
        .table("orders", "id bigint pk", "customer_id bigint index", "account varchar(20)")
        .table("item", "id bigint pk", "order_id bigint index", "account varchar(20)", "at date")
        .key("orders.customer_id -> customer.id", OnDelete.RESTRICT)
        .key("item.order_id -> orders.id", OnDelete.RESTRICT);
  }

  private static JobFileBuilder erasing(JobFileBuilder job) {
    return job.subject("customer", "customer", "email")
        .erase("customer", DELETE)
        .erase("orders", DELETE)
        .erase("item", DELETE);
  }

  @Test
  void followsAReferenceWithinTheTenant() {
    JobFileBuilder job = erasing(aJob().tenant("customer", "account").tenant("orders", "account"));

    Step step = plan(job, agency()).steps().get(0);

    assertThat(members(step))
        .containsExactly(
            "DESCENDANT item delete: item.order_id -> orders.id,"
                + " orders.customer_id+account -> customer.id+account",
            "DESCENDANT orders delete: orders.customer_id+account -> customer.id+account");
    assertThat(step.members())
        .extracting(member -> member.crossing().map(crossing -> crossing.join().toString()))
        .containsExactly(Optional.empty(), Optional.of("orders.customer_id -> customer.id"));
  }

  @Test
  void nothingCanCrossAReferenceThatHoldsTheTenant() {
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "account varchar(20) pk", "no bigint pk", "email varchar(60)")
            .table("orders", "id bigint pk", "account varchar(20) index", "customer_no bigint")
            .key("orders.account+customer_no -> customer.account+no", OnDelete.RESTRICT);
    JobFileBuilder job =
        aJob()
            .tenant("customer", "account")
            .tenant("orders", "account")
            .subject("customer", "customer", "email")
            .erase("customer", DELETE)
            .erase("orders", DELETE);

    assertThat(plan(job, catalog).steps().get(0).members())
        .allMatch(member -> member.crossing().isEmpty());
  }

  @Test
  void refusesColumnsThatCanNameNobody() {
    JobFileBuilder job =
        aJob()
            .tenant("customer", "at")
            .tenant("orders", "acount")
            .tenant("invoice", "account")
            .rule("old", "item")
            .then(DELETE);

    assertThat(problems(job, agency()))
        .extracting(Problem::id, Problem::line)
        .containsExactlyInAnyOrder(
            tuple("UNFIT-TENANT", 2), tuple("UNKNOWN-COLUMN", 3), tuple("UNKNOWN-TABLE", 4));
  }

  @Test
  void refusesATableThatTellsItsTenantBelowOneThatDoesNot() {
    JobFileBuilder job = erasing(aJob().tenant("customer", "account").tenant("item", "account"));

    assertThat(problem(job, agency()).toString())
        .contains("[TENANT-GAP]", "'shop.item' tells whose", "'shop.orders'");
  }
}
