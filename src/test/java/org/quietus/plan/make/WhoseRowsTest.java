package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.plan.make.Planning.customers;
import static org.quietus.plan.make.Planning.members;
import static org.quietus.plan.make.Planning.plan;
import static org.quietus.plan.make.Planning.problem;
import static org.quietus.plan.make.Planning.problems;
import static org.quietus.plan.make.Planning.shop;
import static org.quietus.policy.JobFileBuilder.aJob;
import static org.quietus.policy.Then.ANONYMISE;
import static org.quietus.policy.Then.DELETE;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.Step;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

/** Whose a row of a graph is, and what becomes of one that is several persons'. */
class WhoseRowsTest {
  @Test
  void takesOnlyThePointerOutOfASharedTableAndFollowsItNoFurther() {
    JobFileBuilder job = customers().shares("orders").erase("customer", DELETE);
    for (OnDelete onDelete : List.of(OnDelete.RESTRICT, OnDelete.CASCADE, OnDelete.SET_NULL)) {
      CatalogBuilder catalog =
          shop(onDelete, "int null")
              .table("parcel", "id int pk", "order_id int")
              .key("parcel.order_id -> orders.id", OnDelete.RESTRICT);
      assertThat(members(plan(job, catalog).steps().get(0)))
          .containsExactly(
              "REFERRER orders unlink [customer_id]: orders.customer_id -> customer.id");
    }
  }

  @Test
  void leavesASharedTableAsItIsForAPersonWhoIsOnlyAnonymised() {
    JobFileBuilder job =
        customers()
            .shares("orders")
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null");
    assertThat(members(plan(job, shop(OnDelete.CASCADE, "int")).steps().get(0))).isEmpty();
  }

  @Test
  void takesOnlyOnePersonsColumnsOutOfASharedRow() {
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null")
            .table("orders", "id int pk", "buyer_id int null", "buyer varchar(50)", "tip int null")
            .key("orders.buyer_id -> customer.id", OnDelete.RESTRICT);
    JobFileBuilder job =
        customers()
            .shares("orders", Map.of("buyer_id", List.of("buyer")))
            .anonymise("orders", "buyer: redact", "tip: set-null")
            .erase("customer", DELETE);
    assertThat(members(plan(job, catalog).steps().get(0)))
        .containsExactly(
            "REFERRER orders anonymise: orders.buyer_id -> customer.id",
            "REFERRER orders unlink [buyer_id]: orders.buyer_id -> customer.id");
    assertThat(plan(job, catalog).steps().get(0).members().get(0).method())
        .isEqualTo("anonymise: buyer redact");
  }

  @Test
  void refusesASharedRowsColumnsThatNothingSaysEnoughOf() {
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null")
            .table("orders", "id int pk", "buyer_id int null", "buyer varchar(50)", "at date null")
            .key("orders.buyer_id -> customer.id", OnDelete.RESTRICT);
    JobFileBuilder kept =
        customers()
            .shares("orders", Map.of("buyer_id", List.of("buyer")))
            .anonymise("orders", "at: set-null")
            .erase("customer", DELETE);
    assertThat(problem(kept, catalog).id()).isEqualTo("SHARED-COLUMN");
    JobFileBuilder undecidable =
        customers()
            .shares("orders", Map.of("buyer_id", List.of("buyer")))
            .anonymiseMarked("at", "orders", "buyer: random")
            .erase("customer", DELETE);
    assertThat(problem(undecidable, catalog).id()).isEqualTo("SHARED-COLUMN");
    JobFileBuilder elsewhere =
        customers()
            .shares("orders", Map.of("buyer", List.of("buyer")))
            .anonymise("orders", "buyer: redact")
            .erase("customer", DELETE);
    assertThat(problem(elsewhere, catalog).id()).isEqualTo("NO-REFERENCE");
  }

  @Test
  void refusesWhenASharedRowCannotStayWithoutThePerson() {
    JobFileBuilder job = customers().shares("orders").erase("customer", DELETE);
    for (OnDelete onDelete : List.of(OnDelete.RESTRICT, OnDelete.CASCADE, OnDelete.SET_NULL)) {
      assertThat(problem(job, shop(onDelete, "int")).id()).isEqualTo("OTHERS-NEED-ROW");
    }
  }

  @Nested
  class RowOfSeveralPersons {
    private final CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null")
            .table("orders", "id int pk", "buyer_id int", "recipient_id int null")
            .key("orders.buyer_id -> customer.id", OnDelete.RESTRICT)
            .key("orders.recipient_id -> customer.id", OnDelete.RESTRICT);
    private final JobFileBuilder job =
        customers().erase("customer", DELETE).erase("orders", DELETE);

    @Test
    void isRefusedUntilItIsSaidWhoseItIs() {
      Problem problem =
          problems(job, catalog).stream()
              .filter(each -> each.id().equals("SEVERAL-PERSONS"))
              .findFirst()
              .orElseThrow();
      assertThat(problem.what())
          .contains("orders.buyer_id -> customer.id, orders.recipient_id -> customer.id");
      assertThat(problem.mend()).contains("'owns'", "'shop.orders' under 'shares'");
    }

    @Test
    void goesWithItsOwnerAndOnlyLosesThePointerToOthers() {
      job.owns("orders.buyer_id -> customer.id");
      assertThat(members(plan(job, catalog).steps().get(0)))
          .containsExactlyInAnyOrder(
              "DESCENDANT orders delete: orders.buyer_id -> customer.id",
              "REFERRER orders unlink [recipient_id]: orders.recipient_id -> customer.id");
    }

    @Test
    void goesWithWhoeverIsDeclaredToOwnIt() {
      job.owns("orders.buyer_id -> customer.id").owns("orders.recipient_id -> customer.id");
      assertThat(members(plan(job, catalog).steps().get(0)))
          .containsExactlyInAnyOrder(
              "DESCENDANT orders delete: orders.buyer_id -> customer.id",
              "DESCENDANT orders delete: orders.recipient_id -> customer.id");
    }
  }

  @Nested
  class RowOfTwoSubjects {
    private final CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null")
            .table("employee", "id int pk", "email varchar(50) null")
            .table("orders", "id int pk", "customer_id int", "employee_id int null")
            .table("line", "id int pk", "order_id int", "packer_id int null")
            .key("orders.customer_id -> customer.id", OnDelete.RESTRICT)
            .key("orders.employee_id -> employee.id", OnDelete.RESTRICT)
            .key("line.order_id -> orders.id", OnDelete.RESTRICT)
            .key("line.packer_id -> employee.id", OnDelete.RESTRICT);

    private JobFileBuilder job(String... sharedByEmployees) {
      JobFileBuilder job =
          customers()
              .erase("customer", DELETE)
              .erase("orders", DELETE)
              .erase("line", DELETE)
              .erase("employee", DELETE)
              .subject("employee", "employee", "email");
      Stream.of(sharedByEmployees).forEach(job::shares);
      return job;
    }

    @Test
    void isRefusedForBothUntilItIsSaidWhoseItIs() {
      assertThat(problems(job(), catalog))
          .filteredOn(problem -> !problem.id().equals("OTHERS-NEED-ROW"))
          .extracting(Problem::what)
          .containsExactlyInAnyOrder(
              "erasing a person of 'customer' would take rows of 'orders' that are also a person's"
                  + " of subject 'employee': orders.customer_id -> customer.id,"
                  + " orders.employee_id -> employee.id",
              "erasing a person of 'employee' would take rows of 'orders' that are also a person's"
                  + " of subject 'customer': orders.customer_id -> customer.id,"
                  + " orders.employee_id -> employee.id",
              "erasing a person of 'employee' would take rows of 'line' that are also a person's"
                  + " of subject 'customer': line.order_id -> orders.id, line.packer_id ->"
                  + " employee.id");
    }

    @Test
    void isRefusedFurtherDownToo() {
      assertThat(problems(job("orders"), catalog))
          .extracting(Problem::what)
          .anyMatch(what -> what.contains("'customer' would take rows of 'line'"))
          .anyMatch(what -> what.contains("'employee' would take rows of 'line'"));
    }

    @Test
    void goesWithTheSubjectThatDoesNotShareIt() {
      List<Step> steps = plan(job("orders", "line"), catalog).steps();
      assertThat(members(steps.get(0)))
          .containsExactly(
              "DESCENDANT line delete: line.order_id -> orders.id, orders.customer_id ->"
                  + " customer.id",
              "DESCENDANT orders delete: orders.customer_id -> customer.id");
      assertThat(members(steps.get(1)))
          .containsExactlyInAnyOrder(
              "REFERRER orders unlink [employee_id]: orders.employee_id -> employee.id",
              "REFERRER line unlink [packer_id]: line.packer_id -> employee.id");
    }

    @Test
    void goesWithTheSubjectThatDeclaresToOwnIt() {
      JobFileBuilder job =
          job().owns("orders.customer_id -> customer.id").owns("line.order_id -> orders.id");
      List<Step> steps = plan(job, catalog).steps();
      assertThat(members(steps.get(0))).hasSize(2).allMatch(line -> line.contains("delete"));
      assertThat(members(steps.get(1))).hasSize(2).allMatch(line -> line.contains("unlink"));
    }
  }

  @Test
  void neverDeletesPersonsOfAnotherTypeUnlessAnEdgeIsDeclared() {
    CatalogBuilder catalog =
        aCatalog()
            .table("company", "id int pk", "email varchar(50) null", "at date")
            .table("customer", "id int pk", "email varchar(50) null", "company_id int null")
            .key("customer.company_id -> company.id", OnDelete.CASCADE);
    JobFileBuilder both =
        aJob()
            .subject("company", "company", "email")
            .subject("customer", "customer", "email")
            .erase("company", DELETE)
            .erase("customer", DELETE);
    assertThat(members(plan(both, catalog).steps().get(0)))
        .containsExactly(
            "REFERRER customer unlink [company_id]: customer.company_id -> company.id");
    JobFileBuilder declared =
        aJob()
            .subject("company", "company", "email")
            .owns("customer.company_id -> company.id")
            .subject("customer", "customer", "email")
            .erase("company", DELETE)
            .erase("customer", DELETE);
    assertThat(members(plan(declared, catalog).steps().get(0)))
        .containsExactly("DESCENDANT customer delete: customer.company_id -> company.id");
  }

  @Nested
  class OwnedRow {
    private CatalogBuilder catalog(String reference) {
      return aCatalog()
          .table("address", "id int pk", "street varchar(50)")
          .table("customer", "id int pk", "email varchar(50) null", "address_id " + reference)
          .key("customer.address_id -> address.id", OnDelete.RESTRICT);
    }

    private JobFileBuilder job(String... anonymise) {
      return customers()
          .owns("customer.address_id -> address.id")
          .erase("customer", ANONYMISE)
          .anonymise("customer", anonymise)
          .erase("address", DELETE);
    }

    @Test
    void goesAfterAnAnonymisedOwnerThatLetsGoOfIt() {
      assertThat(
              members(
                  plan(job("email: set-null", "address_id: set-null"), catalog("int null"))
                      .steps()
                      .get(0)))
          .containsExactly("OWNED address delete: address.id -> customer.address_id");
    }

    @Test
    void isRefusedWhileItsOwnerStaysAndHoldsOn() {
      assertThat(problem(job("email: set-null"), catalog("int null")).id())
          .isEqualTo("OWNER-STAYS");
    }
  }
}
