package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.plan.make.Planning.NOW;
import static org.quietus.plan.make.Planning.plan;
import static org.quietus.plan.make.Planning.problem;
import static org.quietus.plan.make.Planning.problems;
import static org.quietus.policy.JobFileBuilder.aJob;
import static org.quietus.policy.Then.ANONYMISE;
import static org.quietus.policy.Then.DELETE;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.plan.Action;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.Part;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

class PlannerTest {
  private static CatalogBuilder visits(String from) {
    return aCatalog().table("visit", "id bigint pk", "at " + from, "status varchar(9)");
  }

  private static JobFileBuilder oldVisits() {
    return aJob().rule("old-visits", "visit").then(DELETE);
  }

  @Test
  void selectsWhatIsOlderThanTheStartOfTheLocalDay() {
    Step step = plan(oldVisits(), visits("datetime index")).steps().get(0);
    Selection.Due due = (Selection.Due) step.selection();
    assertThat(step.number()).isEqualTo(1);
    assertThat(step.rule()).isEqualTo("old-visits");
    assertThat(due.fromType()).isEqualTo(Column.Type.DATETIME);
    assertThat(due.cutoff().day()).hasToString("2024-04-01");
    assertThat(due.cutoff().instant()).hasToString("2024-03-31T22:00:00Z");
    assertThat(step.root().action()).isEqualTo(new Action.Delete());
  }

  @Test
  void takesTheIndexLedByFromWhereThereIsOne() {
    Selection.Due by = due(plan(oldVisits(), visits("date index")));
    assertThat(by.index()).hasValueSatisfying(i -> assertThat(i.name()).isEqualTo("idx_at"));
    assertThat(due(plan(oldVisits(), visits("date"))).index()).isEmpty();
    assertThat(due(plan(oldVisits(), visits("date").index("visit.status+at"))).index()).isEmpty();
  }

  private static Selection.Due due(Plan plan) {
    return (Selection.Due) plan.steps().get(0).selection();
  }

  @Test
  void refusesToReadALargeTableWithoutIndexAndTellsTheStatement() {
    assertThat(plan(oldVisits(), visits("date").rows("visit", 100_000)).steps()).hasSize(1);
    Problem problem = problem(oldVisits(), visits("date").rows("visit", 100_001));
    assertThat(problem.id()).isEqualTo("NO-INDEX");
    assertThat(problem.mend())
        .isEqualTo(
            "CREATE INDEX idx_visit_at ON visit (at); or allow reading it all: 'scan: allowed' (if"
                + " that fails with 'Invalid default value', first SET sql_mode = '')");
    JobFileBuilder allowed = aJob().rule("old-visits", "visit").scanAllowed().then(DELETE);
    assertThat(plan(allowed, visits("date").rows("visit", 100_001)).steps()).hasSize(1);
  }

  @Test
  void refusesToSearchALargeDescendantWithoutIndex() {
    JobFileBuilder job = oldVisits().erase("click", DELETE);
    CatalogBuilder catalog =
        visits("date index")
            .table("click", "id int pk", "visit_id bigint")
            .bareKey("click.visit_id -> visit.id", OnDelete.RESTRICT);
    assertThat(plan(job, catalog).steps()).hasSize(1);
    Problem problem = problem(job, catalog.rows("click", 100_001));
    assertThat(problem.mend()).isEqualTo("CREATE INDEX idx_click_visit_id ON click (visit_id);");
  }

  @ParameterizedTest
  @ValueSource(strings = {"varchar(20)", "bigint", "time", "year"})
  void refusesAFromColumnThatTellsNoMoment(String type) {
    assertThat(problem(oldVisits(), visits(type)).id()).isEqualTo("NOT-A-DATE");
  }

  @Test
  void namesTheNearestTableAndColumnAndTellsWhenOnlyTheCaseDiffers() {
    JobFileBuilder table = aJob().rule("r", "visits").then(DELETE);
    assertThat(problem(table, visits("date")).toString())
        .isEqualTo(
            "jobs/test.yaml:2: database 'shop' has no base table 'visits'; did you mean 'visit'?"
                + " [UNKNOWN-TABLE]");
    JobFileBuilder upper = aJob().rule("r", "visit").from("AT").then(DELETE);
    assertThat(problem(upper, visits("date")).mend())
        .isEqualTo("write 'at': upper and lower case differ");
    JobFileBuilder far = aJob().rule("r", "visit").from("completely_else").then(DELETE);
    assertThat(problem(far, visits("date")).mend()).isEqualTo("name one of id, at, status");
  }

  @Test
  void refusesAConditionOverAnUnknownColumnButNotOverItsCase() {
    JobFileBuilder job = aJob().rule("r", "visit").where("sttus = 'x'").then(DELETE);
    assertThat(problem(job, visits("date")).mend()).isEqualTo("did you mean 'status'?");
    JobFileBuilder upper = aJob().rule("r", "visit").where("STATUS = 'x'").then(DELETE);
    assertThat(plan(upper, visits("date")).steps()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 18",
        "18 < Status",
        "status IN ('a', -1.5)",
        "status BETWEEN 1 AND 'z'",
        "NOT (id = 1 AND (id = 'closed' OR at < '2020-01-01'))",
        "id <> '2020-01-01'",
        "at > 'yesterday'",
        "at = '20200101'",
        "`status` = id",
        "id = status"
      })
  void refusesToCompareAColumnWithWhatItCannotHold(String where) {
    JobFileBuilder job = aJob().rule("r", "visit").where(where).then(DELETE);
    assertThat(problem(job, visits("date")).id()).isEqualTo("CONDITION-TYPES");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = '18'",
        "id = '18' OR id = -1 OR id IN (1, 2)",
        "at BETWEEN '2020-1-1' AND DATE '2021-01-01'",
        "at < '2020-01-01 10:00:00' AND at <> 0",
        "LENGTH(status) > 3 AND status LIKE 'x%' AND id IS NOT NULL"
      })
  void comparesAColumnWithWhatItMayHold(String where) {
    JobFileBuilder job = aJob().rule("r", "visit").where(where).then(DELETE);
    assertThat(plan(job, visits("date")).steps()).hasSize(1);
  }

  @Test
  void refusesTablesWithoutUsableKeyOrTransactions() {
    assertThat(problem(oldVisits(), aCatalog().table("visit", "at date")).id())
        .isEqualTo("NO-PRIMARY-KEY");
    assertThat(problem(oldVisits(), aCatalog().table("visit", "id double pk", "at date")).id())
        .isEqualTo("UNUSABLE-KEY");
    assertThat(problem(oldVisits(), visits("date").notTransactional("visit")).id())
        .isEqualTo("NOT-TRANSACTIONAL");
  }

  @Test
  void refusesAnIdentifierThatTheDatabaseWritesWithZerosBeforeIt() {
    JobFileBuilder job = aJob().subject("person", "person", "number").erase("person", DELETE);
    CatalogBuilder catalog =
        aCatalog().table("person", "id int pk", "number int unsigned zerofill");
    Problem problem = problem(job, catalog);
    assertThat(problem.id()).isEqualTo("UNFIT-IDENTIFIER");
    assertThat(problem.mend()).contains("take ZEROFILL off");
  }

  @Test
  void tellsAllProblemsAtOnceInTheOrderOfTheFile() {
    JobFileBuilder job =
        aJob()
            .subject("person", "person", "born")
            .erase("person", DELETE)
            .rule("a", "nowhere")
            .then(DELETE)
            .rule("b", "visit")
            .from("status")
            .then(ANONYMISE);
    CatalogBuilder catalog = visits("date").table("person", "id int pk", "born date");
    assertThat(problems(job, catalog))
        .extracting(Problem::id)
        .containsExactly("UNFIT-IDENTIFIER", "UNKNOWN-TABLE", "NO-ANONYMISATION", "NOT-A-DATE");
    assertThat(problems(job, catalog)).extracting(Problem::line).containsExactly(2, 4, 5, 5);
  }

  @Test
  void refusesAPeriodBeyondTheCalendar() {
    JobFileBuilder job = aJob().rule("r", "visit").keeping("P2147483647Y").then(DELETE);
    assertThat(problem(job, visits("date")).id()).isEqualTo("PERIOD-TOO-LONG");
  }

  @Test
  void ordersChildrenBeforeParentsAndDeletionBeforeAnonymisationAndErasureLast() {
    JobFileBuilder job =
        aJob()
            .subject("customer", "customer", "email")
            .anonymise("customer", "email: set-null")
            .erase("customer", ANONYMISE)
            .erase("orders", DELETE)
            .erase("line", DELETE)
            .rule("mask-customer", "customer")
            .then(ANONYMISE)
            .rule("drop-customer", "customer")
            .then(DELETE)
            .rule("drop-lone", "lone")
            .then(DELETE)
            .rule("drop-line", "line")
            .then(DELETE);
    CatalogBuilder catalog =
        aCatalog()
            .table("lone", "id int pk", "at date")
            .table("customer", "id int pk", "email varchar(50) null", "at date")
            .table("orders", "id int pk", "customer_id int")
            .table("line", "id int pk", "order_id int", "at date")
            .key("orders.customer_id -> customer.id", OnDelete.RESTRICT)
            .key("line.order_id -> orders.id", OnDelete.RESTRICT);
    assertThat(plan(job, catalog).steps())
        .extracting(Step::rule)
        .containsExactly("drop-lone", "drop-line", "drop-customer", "mask-customer", "customer");
    assertThat(plan(job, catalog).steps()).extracting(Step::number).containsExactly(1, 2, 3, 4, 5);
    assertThat(Planner.plan(job.build(), catalog.build(), NOW, Set.of(Part.ERASURE)).steps())
        .singleElement()
        .matches(step -> step.number() == 5 && step.part() == Part.ERASURE);
  }

  @Test
  void leavesTheDescendantsOfAnAnonymisedRecordAlone() {
    JobFileBuilder job =
        aJob().anonymise("customer", "email: set-null").rule("r", "customer").then(ANONYMISE);
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(50) null", "at date")
            .table("orders", "id int pk", "customer_id int")
            .key("orders.customer_id -> customer.id", OnDelete.RESTRICT);
    assertThat(plan(job, catalog).steps().get(0).members()).isEmpty();
  }

  @Test
  void ordersTablesOfACycleAsInTheFile() {
    JobFileBuilder job =
        aJob()
            .anonymise("store", "phone: redact")
            .anonymise("staff", "phone: redact")
            .rule("one", "store")
            .then(ANONYMISE)
            .rule("two", "staff")
            .then(ANONYMISE);
    CatalogBuilder catalog =
        aCatalog()
            .table("store", "id int pk", "boss int", "phone varchar(9)", "at date")
            .table("staff", "id int pk", "store int", "phone varchar(9)", "at date")
            .key("store.boss -> staff.id", OnDelete.RESTRICT)
            .key("staff.store -> store.id", OnDelete.RESTRICT);
    assertThat(plan(job, catalog).steps()).extracting(Step::rule).containsExactly("one", "two");
  }

  @Test
  void refusesAnErasureThatLeavesAnIdentifier() {
    JobFileBuilder job =
        aJob()
            .subject("customer", "customer", "email", "phone")
            .anonymise("customer", "email: set-null")
            .erase("customer", ANONYMISE);
    CatalogBuilder catalog =
        aCatalog().table("customer", "id int pk", "email varchar(50) null", "phone varchar(20)");
    Problem problem = problem(job, catalog);
    assertThat(problem.id()).isEqualTo("IDENTIFIER-KEPT");
    assertThat(problem.what()).contains("'phone'");
  }

  @ParameterizedTest
  @CsvSource({"'issued date', 1", "'issued varchar(9)', 0"})
  void checksTheMomentThatKeepingCountsFrom(String column, int steps) {
    JobFileBuilder job =
        aJob()
            .subject("customer", "customer", "email")
            .erase("customer", ANONYMISE)
            .anonymise("customer", "email: set-null")
            .eraseLater("invoice", DELETE, "P10Y", "issued");
    CatalogBuilder catalog =
        aCatalog()
            .table("customer", "id int pk", "email varchar(9) null")
            .table("invoice", "id int pk", "customer_id int null", column)
            .key("invoice.customer_id -> customer.id", OnDelete.RESTRICT);
    if (steps == 1) {
      assertThat(plan(job, catalog).steps().get(0).members().get(0).keep())
          .hasValueSatisfying(kept -> assertThat(kept.cutoff().day()).hasToString("2016-04-01"));
    } else {
      assertThat(problem(job, catalog).id()).isEqualTo("NOT-A-DATE");
    }
  }

  @Test
  void ignoresSubjectsWhenNothingIsSaidAboutErasure() {
    JobFileBuilder job = aJob().subject("customer", "customer", "email");
    CatalogBuilder catalog = aCatalog().table("customer", "id int pk", "email varchar(9)");
    assertThat(plan(job, catalog).steps()).isEmpty();
  }
}
