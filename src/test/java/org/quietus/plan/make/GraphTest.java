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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Plan;
import org.quietus.plan.Sakila;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

/** What hangs on a row, and in which order it goes. */
class GraphTest {
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
