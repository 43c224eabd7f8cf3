package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.Kept;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

/** What a law keeps of a graph stays readable, and is found when its period is over. */
class KeptInGraphTest {
  @Nested
  class ChildOfARowThatStays {
    private final CatalogBuilder catalog =
        shop(OnDelete.RESTRICT, "int")
            .table("line", "id int pk", "order_id int null", "packed_at datetime")
            .table("note", "id int pk", "line_id int")
            .key("line.order_id -> orders.id", OnDelete.RESTRICT)
            .key("note.line_id -> line.id", OnDelete.RESTRICT);
    private final JobFileBuilder job =
        customers()
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null")
            .erase("note", DELETE);

    private List<String> bases(String table) {
      List<Step> steps = plan(job, catalog).steps();
      return steps.get(steps.size() - 1).members().stream()
          .filter(member -> member.role() != MemberRole.REFERRER)
          .filter(member -> member.table().table().equals(table))
          .flatMap(member -> member.bases().stream())
          .map(basis -> basis.above() + " " + basis.kept().keep().period())
          .toList();
    }

    @Test
    void staysWithItAsLongAsItsPeriodLasts() {
      job.eraseLater("orders", DELETE, "P10Y", "at").erase("line", DELETE);
      assertThat(bases("orders")).containsExactly("[] P10Y");
      assertThat(bases("line")).containsExactly("[line.order_id -> orders.id] P10Y");
      assertThat(bases("note"))
          .containsExactly("[note.line_id -> line.id, line.order_id -> orders.id] P10Y");
    }

    @Test
    void staysAsLongAsTheLongerOfBothPeriods() {
      job.eraseLater("orders", DELETE, "P10Y", "at")
          .eraseLater("line", DELETE, "P11Y", "packed_at");
      assertThat(problem(job, catalog).id()).isEqualTo("KEPT-WITHOUT-RULE");
      job.rule("old", "line").keeping("P11Y").from("packed_at").scanAllowed().then(DELETE);
      assertThat(bases("line")).containsExactly("[] P11Y", "[line.order_id -> orders.id] P10Y");
    }

    @Test
    void isRefusedAShorterPeriod() {
      job.eraseLater("orders", DELETE, "P10Y", "at").eraseLater("line", DELETE, "P9Y", "packed_at");
      Problem problem = problem(job, catalog);
      assertThat(problem.id()).isEqualTo("TAKEN-FROM-KEPT");
      assertThat(problem.mend()).contains("leave out 'keep', 'from' and 'because' of 'shop.line'");
    }

    @Test
    void isNotTakenFromAnAnonymisedOne() {
      job.erase("orders", ANONYMISE).anonymise("orders", "at: year").erase("line", DELETE);
      Problem problem = problem(job, catalog);
      assertThat(problem.id()).isEqualTo("TAKEN-FROM-ANONYMISED");
      assertThat(problem.mend()).contains("anonymise 'shop.line' too", "'with: parent'");
    }

    @Test
    void isLeftWithAnAnonymisedOneWhereTheJobFileSaysSo() {
      job.erase("orders", ANONYMISE)
          .anonymise("orders", "at: year")
          .eraseWithParent("line", DELETE)
          .eraseWithParent("note", DELETE);
      assertThat(members(plan(job, catalog).steps().get(0)))
          .containsExactly("DESCENDANT orders anonymise: orders.customer_id -> customer.id");
    }

    @Test
    void staysWithARowButNotWithAPerson() {
      job.eraseWithParent("orders", DELETE).eraseWithParent("line", DELETE);
      assertThat(problem(job, catalog).id()).isEqualTo("PARENT-IS-PERSON");
      assertThat(problem(job, catalog).what()).contains("orders.customer_id -> customer.id");
    }

    @Test
    void goesWithADeletedPersonAndStaysWhereOnlyConsentToAPurposeIsWithdrawn() {
      JobFileBuilder deleted =
          customers()
              .purpose("advice", "note")
              .erase("customer", DELETE)
              .eraseWithParent("orders", DELETE)
              .erase("line", DELETE)
              .erase("note", DELETE);
      List<Step> steps = plan(deleted, catalog).steps();
      assertThat(members(steps.get(0)))
          .contains("DESCENDANT orders delete: orders.customer_id -> customer.id");
      assertThat(members(steps.get(1)))
          .containsExactly(
              "DESCENDANT note delete: note.line_id -> line.id, line.order_id -> orders.id,"
                  + " orders.customer_id -> customer.id");
    }

    @Test
    void doesNotGoWithADeletedOneBeforeARuleThatKeepsItForAReason() {
      job.erase("orders", DELETE)
          .eraseWithParent("line", DELETE)
          .rule("old", "line")
          .keeping("P10Y")
          .from("packed_at")
          .scanAllowed()
          .because("warranty")
          .then(DELETE);
      assertThat(problem(job, catalog).id()).isEqualTo("REQUEST-BEFORE-RULE");
    }

    @Test
    void makesDeletingWhatItNeedsImpossible() {
      catalog
          .table("line", "id int pk", "order_id int", "customer_id int")
          .key("line.order_id -> orders.id", OnDelete.RESTRICT)
          .key("line.customer_id -> customer.id", OnDelete.RESTRICT);
      JobFileBuilder deleted =
          customers()
              .erase("customer", DELETE)
              .eraseLater("orders", DELETE, "P10Y", "at")
              .erase("line", DELETE)
              .erase("note", DELETE);
      assertThat(problems(deleted, catalog))
          .extracting(Problem::what)
          .anyMatch(what -> what.contains("NOT NULL reference line.customer_id"));
    }
  }

  @Test
  void refusesToKeepTheRowOfAPersonWhoIsErased() {
    JobFileBuilder job =
        customers().eraseLater("customer", DELETE, "P10Y", "at").erase("orders", DELETE);
    assertThatThrownBy(() -> plan(job, shop(OnDelete.RESTRICT, "int")))
        .hasMessageContaining("[KEEP-ON-PERSON]");
  }

  @Test
  void refusesToDeleteWhatKeptOrAnonymisedRowsNeed() {
    CatalogBuilder catalog = shop(OnDelete.RESTRICT, "int");
    JobFileBuilder kept =
        customers().erase("customer", DELETE).eraseLater("orders", DELETE, "P10Y", "at");
    assertThat(problem(kept, catalog).id()).isEqualTo("PARENT-NEEDED");
    assertThat(problem(kept, catalog).mend()).contains("anonymise 'customer' instead");
    JobFileBuilder anonymised =
        customers()
            .erase("customer", DELETE)
            .erase("orders", ANONYMISE)
            .anonymise("orders", "at: month");
    assertThat(problem(anonymised, catalog).id()).isEqualTo("PARENT-NEEDED");
  }

  @Test
  void refusesKeptRowsBelowARowThatLosesItsLinkToThePersonUnlessARuleFindsThemLater() {
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null")
            .table("device", "id int pk", "customer_id int null", "serial varchar(20) null")
            .key("device.customer_id -> customer.id", OnDelete.RESTRICT)
            .table(
                "report", "id int pk", "device_id int null", "at datetime", "text varchar(9) null")
            .key("report.device_id -> device.id", OnDelete.RESTRICT);
    JobFileBuilder job =
        customers()
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null")
            .erase("device", ANONYMISE)
            .anonymise("report", "text: set-null");
    JobFileBuilder unlinking =
        job.anonymise("device", "customer_id: set-null", "serial: set-null")
            .eraseLater("report", ANONYMISE, "P6M", "at");
    assertThat(problem(unlinking, catalog).id()).isEqualTo("KEPT-WITHOUT-RULE");
    assertThat(problem(unlinking, catalog).what()).contains("'report'");
    assertThat(problem(unlinking, catalog).mend()).contains("customer_id", "'shop.report'");
    JobFileBuilder ruled = unlinking.rule("old", "report").keeping("P6M").then(ANONYMISE);
    assertThat(plan(ruled, catalog).warnings())
        .extracting(Problem::id)
        .containsExactly("LATE-ROWS-LOST");
    assertThat(plan(ruled, catalog).warnings().get(0).what())
        .contains("'report'", "report.device_id -> device.id", "'device'");
  }

  @Test
  void refusesARuleThatChangesTheLinkByWhichAnErasureFindsWhatHangsOnItsRows() {
    CatalogBuilder catalog =
        shop(OnDelete.RESTRICT, "int null")
            .table("note", "id int pk", "order_id int", "at datetime", "text varchar(9)")
            .key("note.order_id -> orders.id", OnDelete.RESTRICT);
    JobFileBuilder job =
        customers()
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null")
            .anonymise("orders", "customer_id: set-null")
            .erase("orders", DELETE)
            .erase("note", DELETE)
            .rule("old", "orders")
            .keeping("P3Y")
            .then(ANONYMISE);
    Problem problem = problem(job, catalog);
    assertThat(problem.id()).isEqualTo("LINK-CHANGED-BY-RULE");
    assertThat(problem.what()).contains("'old' changes orders.customer_id", "'shop.note'");
    assertThat(plan(job.rule("notes", "note").keeping("P3Y").then(DELETE), catalog).steps())
        .hasSize(3);
    CatalogBuilder serials =
        shop(OnDelete.RESTRICT, "int")
            .table("orders", "id int pk", "customer_id int", "at datetime", "no varchar(40) unique")
            .key("orders.customer_id -> customer.id", OnDelete.RESTRICT)
            .table("note", "id int pk", "order_no varchar(40) index", "at datetime");
    JobFileBuilder byNumber =
        customers()
            .owns("note.order_no -> orders.no")
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null")
            .anonymise("orders", "no: template: x-{random}")
            .erase("orders", DELETE)
            .erase("note", DELETE)
            .rule("old", "orders")
            .keeping("P3Y")
            .then(ANONYMISE);
    assertThat(problem(byNumber, serials).id()).isEqualTo("LINK-CHANGED-BY-RULE");
  }

  @Test
  void refusesThatRowsKeptAtLeastForAPeriodLoseTheirLinkUnlessARuleFindsThemLater() {
    JobFileBuilder job =
        customers().erase("customer", DELETE).eraseAtLeast("orders", DELETE, "P10Y", "at");
    CatalogBuilder catalog = shop(OnDelete.RESTRICT, "int null");
    assertThat(problem(job, catalog).id()).isEqualTo("KEPT-WITHOUT-RULE");
    assertThat(problem(job, catalog).mend())
        .contains("anonymise 'customer' instead", "retention rule for 'shop.orders'");
    JobFileBuilder some =
        job.rule("old", "orders").keeping("P10Y").where("id > 9").scanAllowed().then(DELETE);
    assertThat(problem(some, catalog).id()).isEqualTo("KEPT-WITHOUT-RULE");
    JobFileBuilder masked =
        job.anonymise("orders", "at: year").rule("old", "orders").keeping("P10Y").then(ANONYMISE);
    assertThat(problem(masked, catalog).id()).as("they stay").isEqualTo("KEPT-WITHOUT-RULE");
    assertThat(problem(masked, catalog).mend()).contains("'from: at' and 'then: delete'");
    CatalogBuilder paid =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null")
            .table(
                "orders",
                "id int pk",
                "customer_id int null",
                "at datetime",
                "paid datetime null",
                "made datetime")
            .key("orders.customer_id -> customer.id", OnDelete.RESTRICT);
    JobFileBuilder undated = job.rule("old", "orders").keeping("P10Y").from("paid").then(DELETE);
    assertThat(problem(undated, paid).id()).as("who never paid").isEqualTo("KEPT-WITHOUT-RULE");
    JobFileBuilder dated = job.rule("old", "orders").keeping("P10Y").from("made").then(DELETE);
    assertThat(plan(dated, paid).warnings()).extracting(Problem::id).containsOnly("KEPT-LONGER");
    JobFileBuilder ruled = job.rule("old", "orders").keeping("P10Y").from("at").then(DELETE);
    assertThat(plan(ruled, catalog).warnings()).isEmpty();
  }

  @Test
  void takesRowsKeptAtLeastForAPeriodThatLeadStraightToThePersonWhateverElseTheyLose() {
    CatalogBuilder catalog =
        shop(OnDelete.RESTRICT, "int")
            .table(
                "bill", "id int pk", "customer_id int index", "order_id int null index", "at date")
            .key("bill.order_id -> orders.id", OnDelete.RESTRICT)
            .key("bill.customer_id -> customer.id", OnDelete.RESTRICT);
    JobFileBuilder job =
        customers()
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null")
            .erase("orders", DELETE)
            .eraseAtLeast("bill", DELETE, "P10Y", "at");
    assertThat(plan(job, catalog).warnings()).isEmpty();
    CatalogBuilder nullable =
        catalog
            .table(
                "bill",
                "id int pk",
                "customer_id int null index",
                "order_id int null index",
                "at date")
            .key("bill.order_id -> orders.id", OnDelete.RESTRICT)
            .key("bill.customer_id -> customer.id", OnDelete.RESTRICT);
    assertThat(problem(job, nullable).id()).isEqualTo("KEPT-WITHOUT-RULE");
  }

  @Test
  void unlinksKeptRowsFromADeletedPersonWhereARuleFindsThemLater() {
    JobFileBuilder job =
        customers().erase("customer", DELETE).eraseLater("orders", DELETE, "P10Y", "at");
    assertThat(problem(job, shop(OnDelete.RESTRICT, "int null")).id())
        .isEqualTo("KEPT-WITHOUT-RULE");
    Plan ruled =
        plan(
            job.rule("old", "orders").keeping("P10Y").then(DELETE),
            shop(OnDelete.RESTRICT, "int null"));
    assertThat(members(ruled.steps().get(1)))
        .containsExactly(
            "DESCENDANT orders delete: orders.customer_id -> customer.id",
            "REFERRER orders unlink [customer_id]: orders.customer_id -> customer.id");
    assertThat(ruled.warnings()).isEmpty();
  }

  @Test
  void leavesTheLinkOfRowsThatStayWithAPersonWhoStays() {
    JobFileBuilder job =
        customers()
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null")
            .eraseLater("orders", DELETE, "P10Y", "at");
    assertThat(members(plan(job, shop(OnDelete.RESTRICT, "int null")).steps().get(0)))
        .containsExactly("DESCENDANT orders delete: orders.customer_id -> customer.id");
    assertThat(plan(job, shop(OnDelete.RESTRICT, "int")).warnings()).isEmpty();
  }

  @Test
  void keepsTheParentForAKeptDescendantUnderRetention() {
    JobFileBuilder job =
        aJob()
            .rule("closed", "customer")
            .from("closed")
            .then(DELETE)
            .eraseLater("orders", DELETE, "P10Y", "at");
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "closed date")
            .table("orders", "id int pk", "customer_id int", "at datetime")
            .key("orders.customer_id -> customer.id", OnDelete.RESTRICT);
    Step step = plan(job, catalog).steps().get(0);
    assertThat(members(step))
        .containsExactly("DESCENDANT orders delete: orders.customer_id -> customer.id");
    Kept kept = step.members().get(0).keep().orElseThrow();
    assertThat(kept.cutoff().day()).hasToString("2016-04-01");
    assertThat(kept.fromType()).isEqualTo(Column.Type.DATETIME);
  }
}
