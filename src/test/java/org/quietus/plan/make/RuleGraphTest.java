package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.plan.make.Planning.customers;
import static org.quietus.plan.make.Planning.members;
import static org.quietus.plan.make.Planning.plan;
import static org.quietus.plan.make.Planning.problem;
import static org.quietus.plan.make.Planning.shop;
import static org.quietus.policy.JobFileBuilder.aJob;
import static org.quietus.policy.Then.ANONYMISE;
import static org.quietus.policy.Then.DELETE;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.plan.Action;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

/** What a retention rule takes, and how an erasure goes with it. */
class RuleGraphTest {
  @Nested
  class RecordThatIsDue {
    private final CatalogBuilder catalog =
        aCatalog()
            .table("orders", "id int pk", "at datetime")
            .table("invoice", "id int pk", "order_id int", "issued datetime")
            .key("invoice.order_id -> orders.id", OnDelete.RESTRICT);

    @Test
    void goesWithItsChildrenWithoutAnySubject() {
      JobFileBuilder job = aJob().rule("old", "orders").with("invoice", DELETE).then(DELETE);
      assertThat(members(plan(job, catalog).steps().get(0)))
          .containsExactly("DESCENDANT invoice delete: invoice.order_id -> orders.id");
    }

    @Test
    void needsAnEntryForEachChildAndTakesNoOther() {
      assertThat(problem(aJob().rule("old", "orders").then(DELETE), catalog).mend())
          .contains("under 'with' of the rule");
      catalog.table("visit", "id int pk", "at datetime");
      JobFileBuilder job =
          aJob().rule("old", "orders").with("invoice", DELETE).with("visit", DELETE).then(DELETE);
      assertThat(problem(job, catalog).id()).isEqualTo("UNREACHED");
    }

    @Test
    void staysWhileAnotherRuleKeepsAChildForAReason() {
      JobFileBuilder job =
          aJob()
              .rule("old", "orders")
              .with("invoice", DELETE)
              .then(DELETE)
              .rule("invoices", "invoice")
              .keeping("P10Y")
              .from("issued")
              .because("bookkeeping")
              .then(DELETE);
      Step step =
          plan(job, catalog).steps().stream()
              .filter(each -> each.rule().equals("old"))
              .findFirst()
              .orElseThrow();
      assertThat(step.members().get(0).bases())
          .extracting(basis -> basis.kept().keep().because())
          .containsExactly("bookkeeping");
    }

    @Test
    void staysWhileAnEntryForRequestsKeepsAChildWhateverTheRuleSaysItself() {
      catalog
          .table("customer", "id int pk", "email varchar(50) null")
          .table("orders", "id int pk", "customer_id int", "at datetime index")
          .key("orders.customer_id -> customer.id", OnDelete.RESTRICT);
      JobFileBuilder job =
          customers()
              .erase("customer", ANONYMISE)
              .anonymise("customer", "email: set-null")
              .erase("orders", ANONYMISE)
              .anonymise("orders", "at: year")
              .eraseLater("invoice", ANONYMISE, "P10Y", "issued")
              .anonymise("invoice", "issued: year")
              .rule("old", "orders")
              .with("invoice", DELETE)
              .then(DELETE);
      Step rule = plan(job, catalog).steps().get(0);
      assertThat(rule.rule()).isEqualTo("old");
      assertThat(rule.members().get(0).bases())
          .extracting(basis -> basis.kept().keep().because())
          .containsExactly("bookkeeping");
    }

    @Test
    void staysAsLongAsTheRowThatItHangsOnIsKeptForAReason() {
      catalog
          .table("receipt", "id int pk", "invoice_id int", "printed datetime")
          .key("receipt.invoice_id -> invoice.id", OnDelete.RESTRICT);
      JobFileBuilder job =
          aJob()
              .rule("receipts", "receipt")
              .keeping("P1Y")
              .from("printed")
              .then(DELETE)
              .rule("old", "orders")
              .keeping("P10Y")
              .because("bookkeeping")
              .with("invoice", DELETE)
              .with("receipt", DELETE)
              .then(DELETE);
      Plan plan = plan(job, catalog);
      assertThat(plan.steps().get(0).root().bases())
          .extracting(basis -> basis.above() + " " + basis.kept().keep().period())
          .containsExactly(
              "[receipt.invoice_id -> invoice.id, invoice.order_id -> orders.id] P10Y");
      assertThat(plan.warnings()).extracting(Problem::id).containsExactly("KEPT-LONGER");
      assertThat(plan.warnings().get(0).what())
          .contains("'receipts'", "P1Y", "rows of 'orders'", "P10Y from at for 'bookkeeping'");
    }

    /** Of which the period's beginning may be gone. */
    @Test
    void doesNotStayForWhatIsAnonymisedByThen() {
      JobFileBuilder job =
          aJob()
              .rule("invoices", "invoice")
              .keeping("P1Y")
              .from("issued")
              .then(DELETE)
              .rule("orders", "orders")
              .keeping("P10Y")
              .because("bookkeeping")
              .then(ANONYMISE)
              .anonymise("orders", "at: year");
      assertThat(plan(job, catalog).steps().get(0).root().bases())
          .hasSize(1)
          .allMatch(basis -> basis.action() instanceof Action.Anonymise);
    }

    @Test
    void staysAsLongAsTheLongestRuleForItWithAReason() {
      JobFileBuilder job =
          aJob()
              .rule("drafts", "invoice")
              .keeping("P1M")
              .from("issued")
              .where("order_id = 0")
              .then(DELETE)
              .rule("invoices", "invoice")
              .keeping("P10Y")
              .from("issued")
              .because("bookkeeping")
              .then(DELETE);
      Plan plan = plan(job, catalog);
      assertThat(plan.steps().get(0).root().bases()).hasSize(1);
      assertThat(plan.steps().get(1).root().bases()).isEmpty();
      assertThat(plan.warnings()).hasSize(1);
      assertThat(plan.warnings().get(0).what())
          .contains("'drafts'", "P1M", "P10Y", "bookkeeping", "the longer of both counts");
    }
  }

  @Nested
  class RuleThatAnonymisesPersons {
    private final CatalogBuilder catalog =
        aCatalog()
            .table("address", "id int pk", "street varchar(50) null", "at datetime index")
            .table(
                "customer",
                "id int pk",
                "email varchar(50) null",
                "lives int null",
                "at date index")
            .key("customer.lives -> address.id", OnDelete.RESTRICT);
    private final JobFileBuilder job =
        customers()
            .owns("customer.lives -> address.id")
            .anonymise("customer", "email: set-null", "lives: set-null")
            .erase("customer", ANONYMISE)
            .erase("address", DELETE)
            .rule("closed", "customer")
            .then(ANONYMISE);

    @Test
    void takesWhatTheyOwnAsARequestWould() {
      List<Step> steps = plan(job, catalog).steps();
      assertThat(members(steps.get(0)))
          .containsExactly("OWNED address delete: address.id -> customer.lives")
          .isEqualTo(members(steps.get(1)));
    }

    @Test
    void anonymisesWhatStaysWithThem() {
      job.anonymise("customer", "email: set-null")
          .anonymise("address", "street: set-null")
          .erase("address", ANONYMISE);
      assertThat(members(plan(job, catalog).steps().get(0)))
          .containsExactly("OWNED address anonymise: address.id -> customer.lives");
    }

    @Test
    void saysWhatStaysWithThemAsItIs() {
      job.anonymise("customer", "email: set-null").erase("customer", DELETE);
      Plan plan = plan(job, catalog);
      assertThat(plan.steps().get(0).members()).isEmpty();
      assertThat(plan.warnings()).extracting(Problem::id).containsExactly("OWNED-LEFT");
      assertThat(plan.warnings().get(0).what())
          .contains("'address'", "customer.lives -> address.id");
    }

    @Test
    void isRefusedWhereWhatTheyOwnIsKeptAndNoRuleTakesItLater() {
      job.eraseLater("address", DELETE, "P1Y", "at");
      Problem problem = problem(job, catalog);
      assertThat(problem.id()).isEqualTo("KEPT-WITHOUT-RULE");
      assertThat(problem.what()).contains("'address'", "'customer'");
      assertThat(problem.mend()).contains("retention rule for 'shop.address'");
      assertThat(problem(job.rule("closed", "customer").then(DELETE), catalog).id())
          .isEqualTo("KEPT-WITHOUT-RULE");
      job.rule("addresses", "address").keeping("P1Y").then(DELETE);
      assertThat(plan(job, catalog).steps()).hasSize(3);
    }

    @Test
    void isRefusedWhereNothingSaysWhatBecomesOfWhatTheyOwn() {
      JobFileBuilder alone =
          customers()
              .owns("customer.lives -> address.id")
              .anonymise("customer", "email: set-null", "lives: set-null")
              .rule("closed", "customer")
              .then(ANONYMISE);
      assertThat(problem(alone, catalog).id()).isEqualTo("NO-DISPOSITION");
      alone.rule("closed", "customer").with("address", DELETE).then(ANONYMISE);
      assertThat(members(plan(alone, catalog).steps().get(0)))
          .containsExactly("OWNED address delete: address.id -> customer.lives");
    }
  }

  @Nested
  class OfARequestBesideARule {
    private JobFileBuilder job() {
      return customers()
          .erase("customer", ANONYMISE)
          .anonymise("customer", "email: set-null")
          .rule("orders", "orders")
          .keeping("P10Y")
          .from("at")
          .because("bookkeeping")
          .then(DELETE);
    }

    @Test
    void isRefusedWhereItTakesAtOnceWhatARuleKeepsUnlessItComesFirst() {
      Problem problem = problem(job().erase("orders", DELETE), shop(OnDelete.RESTRICT, "int"));
      assertThat(problem.id()).isEqualTo("REQUEST-BEFORE-RULE");
      assertThat(problem.what())
          .contains("'shop.orders' at once", "'orders' keeps P10Y from at", "bookkeeping");
      assertThat(problem.mend()).contains("despite: [ orders ]");
      assertThat(
              plan(job().eraseDespite("orders", DELETE, "orders"), shop(OnDelete.RESTRICT, "int"))
                  .warnings())
          .extracting(Problem::id)
          .doesNotContain("REQUEST-BEFORE-RULE");
    }

    @Test
    void isRefusedWhereItAnonymisesAtOnceWhatARuleKeeps() {
      Problem problem =
          problem(
              job().erase("orders", ANONYMISE).anonymise("orders", "at: month"),
              shop(OnDelete.RESTRICT, "int"));
      assertThat(problem.what()).contains("anonymises rows of 'shop.orders' at once");
    }

    @Test
    void isRefusedWithAPeriodFromAnotherMoment() {
      CatalogBuilder catalog =
          aCatalog()
              .table("customer", "id int pk", "email varchar(50) null")
              .table("orders", "id int pk", "customer_id int", "at datetime", "paid_at datetime")
              .key("orders.customer_id -> customer.id", OnDelete.RESTRICT);
      Problem problem = problem(job().eraseLater("orders", DELETE, "P20Y", "paid_at"), catalog);
      assertThat(problem.id()).isEqualTo("KEPT-LONGER-BY-RULE");
      assertThat(problem.what()).contains("P20Y from paid_at", "P10Y from at");
    }

    @Test
    void isRefusedWithAShorterPeriodFromTheSameMoment() {
      Problem problem =
          problem(job().eraseLater("orders", DELETE, "P6Y", "at"), shop(OnDelete.RESTRICT, "int"));
      assertThat(problem.id()).isEqualTo("KEPT-LONGER-BY-RULE");
      assertThat(problem.what()).contains("P6Y", "P10Y", "'orders'", "bookkeeping");
    }

    @Test
    void isRefusedWhereItsPeriodIsForOtherRowsThanTheRulesAre() {
      CatalogBuilder catalog = shop(OnDelete.RESTRICT, "int");
      Problem problem =
          problem(job().eraseLaterWhere("orders", DELETE, "P10Y", "at", "id < 3"), catalog);
      assertThat(problem.id()).isEqualTo("KEPT-LONGER-BY-RULE");
      assertThat(problem.what()).contains("at once where they do not meet its 'where'");
      JobFileBuilder same =
          customers()
              .erase("customer", ANONYMISE)
              .anonymise("customer", "email: set-null")
              .rule("orders", "orders")
              .keeping("P10Y")
              .from("at")
              .where("id < 3")
              .because("bookkeeping")
              .then(DELETE)
              .eraseLaterWhere("orders", DELETE, "P10Y", "at", "id < 3");
      assertThat(plan(same, catalog).warnings()).isEmpty();
    }

    @Test
    void isRefusedWhereARuleKeepsWhatTheRowsHangOnUnlessItComesFirst() {
      CatalogBuilder catalog =
          shop(OnDelete.RESTRICT, "int")
              .table("ledger", "id int pk", "at datetime index")
              .table("batch", "id int pk", "ledger_id int")
              .key("batch.ledger_id -> ledger.id", OnDelete.RESTRICT)
              .table("payment", "id int pk", "order_id int", "batch_id int", "at datetime")
              .key("payment.order_id -> orders.id", OnDelete.RESTRICT)
              .key("payment.batch_id -> batch.id", OnDelete.RESTRICT);
      JobFileBuilder job =
          customers()
              .erase("customer", ANONYMISE)
              .anonymise("customer", "email: set-null")
              .erase("orders", DELETE)
              .erase("payment", DELETE)
              .rule("ledgers", "ledger")
              .keeping("P10Y")
              .because("bookkeeping")
              .with("batch", DELETE)
              .then(DELETE);
      Problem problem = problem(job, catalog);
      assertThat(problem.id()).isEqualTo("REQUEST-BEFORE-RULE");
      assertThat(problem.what())
          .contains(
              "deletes rows of 'shop.payment' at once",
              "payment.batch_id -> batch.id, batch.ledger_id -> ledger.id",
              "'ledgers' keeps P10Y from at for 'bookkeeping'");
      assertThat(problem.mend()).contains("despite: [ ledgers ]");
      assertThat(plan(job.eraseDespite("payment", DELETE, "ledgers"), catalog).steps()).hasSize(2);
      assertThat(problem(job.eraseDespite("orders", DELETE, "ledgers"), catalog).id())
          .isEqualTo("DESPITE-NOTHING");
    }

    @Test
    void mayKeepThemAsLongOrLonger() {
      Plan plan =
          plan(
              job().eraseLater("orders", DELETE, "P10Y", "at"),
              shop(OnDelete.RESTRICT, "int null"));
      assertThat(plan.warnings())
          .extracting(Problem::id)
          .doesNotContain("REQUEST-BEFORE-RULE", "KEPT-LONGER-BY-RULE");
    }
  }
}
