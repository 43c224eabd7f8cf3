package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.plan.make.Planning.members;
import static org.quietus.plan.make.Planning.plan;
import static org.quietus.plan.make.Planning.problem;
import static org.quietus.plan.make.Planning.problems;
import static org.quietus.policy.JobFileBuilder.aJob;
import static org.quietus.policy.Then.ANONYMISE;
import static org.quietus.policy.Then.DELETE;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.Kept;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Plan;
import org.quietus.plan.Sakila;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

class GraphTest {
  private static JobFileBuilder customers() {
    return aJob().subject("customer", "customer", "email");
  }

  private static CatalogBuilder shop(OnDelete onDelete, String customerColumn) {
    return aCatalog()
        .table("customer", "id int pk", "email varchar(50) null")
        .table("orders", "id int pk", "customer_id " + customerColumn, "at datetime")
        .key("orders.customer_id -> customer.id", onDelete);
  }

  @Nested
  class OnSakila {
    private final JobFileBuilder job =
        customers()
            .owns("customer.address_id -> address.address_id")
            .erase("customer", DELETE)
            .erase("address", DELETE)
            .erase("rental", DELETE)
            .erase("payment", DELETE);

    @Test
    void followsEveryPathDownDeepestFirstAndTheOwnedAddressLast() {
      Step step = plan(job, Sakila.catalog()).steps().get(0);
      assertThat(step.selection()).isEqualTo(new Selection.Persons("customer"));
      assertThat(step.root().role()).isEqualTo(MemberRole.ROOT);
      assertThat(members(step))
          .containsExactly(
              "DESCENDANT payment delete: payment.rental_id -> rental.rental_id,"
                  + " rental.customer_id -> customer.customer_id",
              "DESCENDANT payment delete: payment.customer_id -> customer.customer_id",
              "DESCENDANT rental delete: rental.customer_id -> customer.customer_id",
              "OWNED address delete: address.address_id -> customer.address_id");
    }

    @Test
    void neverGoesUpToTheStoreAndDownToOtherPersons() {
      assertThat(plan(job, Sakila.catalog()).tables())
          .extracting(Table::name)
          .containsExactly("address", "customer", "payment", "rental");
    }

    @Test
    void tellsWhatElseMayStillPointAtAnOwnedRow() {
      Step step = plan(job, Sakila.catalog()).steps().get(0);
      Member address = step.members().get(step.members().size() - 1);
      assertThat(address.referencedBy())
          .extracting(key -> Join.up(key).toString())
          .containsExactlyInAnyOrder(
              "customer.address_id -> address.address_id",
              "staff.address_id -> address.address_id",
              "store.address_id -> address.address_id");
    }

    @Test
    void cutsTheCycleOfStoreAndStaffAndRefusesWhatOthersNeed() {
      JobFileBuilder staff =
          aJob()
              .subject("staff", "staff", "first_name")
              .erase("staff", DELETE)
              .erase("store", DELETE)
              .erase("customer", DELETE)
              .erase("inventory", DELETE)
              .erase("rental", DELETE)
              .erase("payment", DELETE);
      assertThat(problems(staff, Sakila.catalog()))
          .extracting(Problem::id)
          .containsOnly("OTHERS-NEED-ROW");
    }
  }

  @Test
  void unlinksOtherPersonsWhoReferToTheErasedOne() {
    CatalogBuilder catalog =
        shop(OnDelete.RESTRICT, "int")
            .table("customer", "id int pk", "email varchar(50) null", "referrer_id int null")
            .key("customer.referrer_id -> customer.id", OnDelete.RESTRICT);
    JobFileBuilder job = customers().erase("customer", DELETE).erase("orders", DELETE);
    assertThat(members(plan(job, catalog).steps().get(0)))
        .containsExactlyInAnyOrder(
            "DESCENDANT orders delete: orders.customer_id -> customer.id",
            "REFERRER customer unlink [referrer_id]: customer.referrer_id -> customer.id");
  }

  @Test
  void leavesReferencesToAPersonWhoIsOnlyAnonymised() {
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null", "referrer_id int")
            .key("customer.referrer_id -> customer.id", OnDelete.RESTRICT);
    JobFileBuilder job =
        customers().erase("customer", ANONYMISE).anonymise("customer", "email: set-null");
    assertThat(plan(job, catalog).steps().get(0).members()).isEmpty();
  }

  @Test
  void refusesToDeleteAPersonWhomOthersMustReferTo() {
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null", "referrer_id int")
            .key("customer.referrer_id -> customer.id", OnDelete.CASCADE);
    Problem problem = problem(customers().erase("customer", DELETE), catalog);
    assertThat(problem.id()).isEqualTo("OTHERS-NEED-ROW");
    assertThat(problem.what()).contains("customer.referrer_id -> customer.id");
  }

  @Test
  void namesThePathToATableWithoutDisposition() {
    Problem problem =
        problem(
            customers().erase("customer", DELETE).erase("rental", DELETE),
            Sakila.catalog()
                .table("payment", "payment_id int pk", "rental_id int null")
                .key("payment.rental_id -> rental.rental_id", OnDelete.SET_NULL));
    assertThat(problem.id()).isEqualTo("NO-DISPOSITION");
    assertThat(problem.what())
        .isEqualTo(
            "nothing says what happens to 'shop.payment', which is reached by payment.rental_id ->"
                + " rental.rental_id, rental.customer_id -> customer.customer_id");
    assertThat(problem.line()).isEqualTo(3);
  }

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

  @Test
  void refusesAReferenceToWhatSeveralRowsMayHave() {
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null", "house varchar(9) index")
            .table("orders", "id int pk", "house varchar(9)")
            .key("orders.house -> customer.house", OnDelete.RESTRICT);
    JobFileBuilder job = customers().erase("customer", ANONYMISE).erase("orders", DELETE);
    job.anonymise("customer", "email: set-null");

    Problem problem = problem(job, catalog);

    assertThat(problem.id()).isEqualTo("REFERENCE-NOT-UNIQUE");
    assertThat(problem.what()).contains("orders.house -> customer.house");
    assertThat(plan(job, catalog.unique("customer.house")).steps()).hasSize(1);
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

  /** The database might empty, or change, the rows that reference it too. */
  @Test
  void emptiesNoReferenceThatOthersReference() {
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null")
            .table("profile", "id int pk", "customer_id int null unique", "name varchar(9) null")
            .key("profile.customer_id -> customer.id", OnDelete.RESTRICT)
            .table("badge", "id int pk", "customer_id int null")
            .key("badge.customer_id -> profile.customer_id", OnDelete.SET_NULL);
    JobFileBuilder shared = customers().shares("profile").erase("customer", DELETE);
    assertThat(problem(shared, catalog).id()).isEqualTo("OTHERS-NEED-ROW");
    assertThat(problem(shared, catalog).what()).contains("what others reference");
    JobFileBuilder stays =
        customers()
            .erase("customer", DELETE)
            .erase("profile", ANONYMISE)
            .anonymise("profile", "name: redact")
            .erase("badge", ANONYMISE)
            .anonymise("badge", "customer_id: set-null");
    assertThat(problems(stays, catalog)).extracting(Problem::id).contains("PARENT-NEEDED");
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

  @Test
  void needsAnEntryForATableThatTheDatabaseWouldUnlinkOrDelete() {
    JobFileBuilder job = customers().erase("customer", DELETE);
    assertThat(problem(job, shop(OnDelete.SET_NULL, "int null")).id()).isEqualTo("NO-DISPOSITION");
    assertThat(problem(job, shop(OnDelete.CASCADE, "int")).id()).isEqualTo("NO-DISPOSITION");
  }

  @Test
  void deletesRowsItselfThatTheDatabaseWouldDeleteUncounted() {
    JobFileBuilder job = customers().erase("customer", DELETE).erase("orders", DELETE);
    assertThat(members(plan(job, shop(OnDelete.CASCADE, "int")).steps().get(0)))
        .containsExactly("DESCENDANT orders delete: orders.customer_id -> customer.id");
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

  @Test
  void unlinksOnlyAfterAllThatIsReachedOverTheLink() {
    CatalogBuilder catalog =
        shop(OnDelete.RESTRICT, "int null")
            .table("parcel", "id int pk", "order_id int", "label varchar(50) null")
            .key("parcel.order_id -> orders.id", OnDelete.RESTRICT);
    JobFileBuilder job =
        customers()
            .erase("customer", DELETE)
            .erase("orders", ANONYMISE)
            .anonymise("orders", "at: month")
            .erase("parcel", ANONYMISE)
            .anonymise("parcel", "label: set-null");
    assertThat(members(plan(job, catalog).steps().get(0)))
        .containsExactly(
            "DESCENDANT parcel anonymise: parcel.order_id -> orders.id, orders.customer_id ->"
                + " customer.id",
            "DESCENDANT orders anonymise: orders.customer_id -> customer.id",
            "REFERRER orders unlink [customer_id]: orders.customer_id -> customer.id");
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
  class DeclaredEdge {
    private final CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null unique", "phone varchar(20)")
            .table("chat", "id int pk", "customer_ref int index", "email varchar(50)");

    @Test
    void isFollowedLikeAForeignKey() {
      JobFileBuilder job =
          customers()
              .owns("chat.customer_ref -> customer.id")
              .erase("customer", DELETE)
              .erase("chat", DELETE);
      assertThat(members(plan(job, catalog).steps().get(0)))
          .containsExactly("DESCENDANT chat delete: chat.customer_ref -> customer.id");
    }

    @Test
    void leavesKeptRowsWhosePersonIsRememberedByTheKeyThatTheyHold() {
      catalog.table("chat", "id int pk", "customer_ref int index", "at date");
      JobFileBuilder job =
          customers()
              .owns("chat.customer_ref -> customer.id")
              .erase("customer", DELETE)
              .eraseLater("chat", DELETE, "P1Y", "at");
      Plan plan = plan(job, catalog);
      assertThat(members(plan.steps().get(0)))
          .containsExactly("DESCENDANT chat delete: chat.customer_ref -> customer.id");
      assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void appearsOnceWhenItRepeatsAForeignKey() {
      JobFileBuilder job =
          customers()
              .owns("chat.customer_ref -> customer.id")
              .erase("customer", DELETE)
              .erase("chat", DELETE);
      catalog.key("chat.customer_ref -> customer.id", OnDelete.RESTRICT);
      assertThat(members(plan(job, catalog).steps().get(0))).hasSize(1);
    }

    @Test
    void isRefusedWithoutIndexFromAThousandRowsOn() {
      JobFileBuilder job =
          customers()
              .owns("chat.email -> customer.email")
              .erase("customer", DELETE)
              .erase("chat", DELETE);
      assertThat(problem(job, catalog).id()).isEqualTo("NO-INDEX");
      assertThat(problem(job, catalog).mend())
          .isEqualTo("CREATE INDEX idx_chat_email ON chat (email);");
    }

    @Test
    void isFollowedWithoutIndexInASmallTableWithAWarning() {
      catalog.rows("chat", 80);
      JobFileBuilder job =
          customers()
              .owns("chat.email -> customer.email")
              .erase("customer", DELETE)
              .erase("chat", DELETE);
      assertThat(plan(job, catalog).warnings()).extracting(Problem::id).containsExactly("NO-INDEX");
    }

    @Test
    void isRefusedWhenItsTargetIsNotUniqueOrOfAnotherType() {
      JobFileBuilder job =
          customers()
              .owns("chat.customer_ref -> customer.phone")
              .erase("customer", DELETE)
              .erase("chat", DELETE);
      assertThat(problems(job, catalog))
          .extracting(Problem::id)
          .containsExactly("EDGE-TYPES", "EDGE-NOT-UNIQUE");
    }

    @Test
    void isRefusedWhenItLeadsFromAPersonToAPerson() {
      JobFileBuilder job = customers().owns("customer.id -> customer.id").erase("customer", DELETE);
      assertThat(problem(job, catalog).id()).isEqualTo("EDGE-TO-PERSON");
    }

    @Test
    void isRefusedWhenNoPathLeadsOverIt() {
      catalog.table("post", "id int pk", "chat_id int index").table("lone", "id int pk");
      JobFileBuilder job = customers().owns("post.chat_id -> lone.id").erase("customer", DELETE);
      assertThat(problem(job, catalog).id()).isEqualTo("UNREACHED");
      assertThat(problem(job, catalog).line()).isEqualTo(3);
    }
  }

  @Test
  void refusesAnErasureEntryThatNoGraphReaches() {
    CatalogBuilder catalog = shop(OnDelete.RESTRICT, "int").table("visit", "id int pk");
    JobFileBuilder job =
        customers().erase("customer", DELETE).erase("orders", DELETE).erase("visit", DELETE);
    Problem problem = problem(job, catalog);
    assertThat(problem.id()).isEqualTo("UNREACHED");
    assertThat(problem.line()).isEqualTo(5);
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

  @Test
  @Timeout(30)
  void refusesANetOfPathsEvenWhereNothingIsSaidOfItsTables() {
    CatalogBuilder catalog = aCatalog();
    List<String> names =
        List.of("customer", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");
    JobFileBuilder job = customers().erase("customer", DELETE);
    for (String name : names) {
      catalog.table(name, "id int pk", "email varchar(50) null", "r int null");
    }
    for (String from : names.subList(1, names.size())) {
      names.forEach(to -> catalog.key(from + ".r -> " + to + ".id", OnDelete.RESTRICT));
    }
    assertThat(problems(job, catalog))
        .extracting(Problem::id)
        .contains("GRAPH-TOO-LARGE", "NO-DISPOSITION");
  }
}
