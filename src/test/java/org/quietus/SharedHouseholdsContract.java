package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;

/** Persons who share an e-mail, phone, household, device or order never go by another's request. */
abstract class SharedHouseholdsContract {
  private static final String[] ANN_DELETED = {
    "DELETE FROM chat WHERE id = 1",
    "DELETE FROM device_user WHERE nickname = 'annie'",
    "DELETE FROM parcel WHERE id IN (1, 3)",
    "UPDATE parcel SET recipient_id = NULL WHERE id = 2",
    "UPDATE orders SET buyer_id = NULL, buyer_name = '***' WHERE id IN (1, 3)",
    "UPDATE orders SET recipient_id = NULL, recipient_name = '***' WHERE id IN (2, 3)",
    "UPDATE device SET last_user = NULL WHERE id = 1",
    "UPDATE household_member SET person_id = NULL WHERE id = 11",
    "DELETE FROM person WHERE id = 1"
  };
  private static final String[] BEN_DELETED_TOO = {
    "DELETE FROM chat WHERE id = 2",
    "DELETE FROM device_user WHERE nickname = 'benny'",
    "DELETE FROM parcel WHERE id = 2",
    "UPDATE orders SET recipient_id = NULL, recipient_name = '***' WHERE id = 1",
    "UPDATE orders SET buyer_id = NULL, buyer_name = '***' WHERE id = 2",
    "UPDATE device SET last_user = NULL WHERE id = 2",
    "UPDATE household_member SET person_id = NULL WHERE id = 12",
    "DELETE FROM person WHERE id = 2"
  };
  private static final String ADDRESS_TOO = "DELETE FROM address WHERE id = 1";

  @TempDir Path directory;
  private Household household;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    household = Household.fresh(engine());
  }

  @Test
  void whoIsDeletedLeavesAllThatIsSharedToTheOthers() throws Exception {
    OpenedJob job = household.job(directory, Household.DELETING);
    String ann = job.request("email: ann@example.org");
    household.byHand(ANN_DELETED);
    run(job, 0);
    assertThat(household.rows()).isEqualTo(household.expected());
    Certificate certificate = job.certificatesOf(ann).get(0);
    assertThat(certificate.notRemoved().kept())
        .extracting(NotRemoved.Kept::target, NotRemoved.Kept::records)
        .containsExactly(org.assertj.core.api.Assertions.tuple("crm.address", 1L));
    run(job, 0);
    assertThat(household.rows()).isEqualTo(household.expected());
  }

  @Test
  void whoIsAnonymisedLosesTheirOwnColumnsAndRowsOnly() throws Exception {
    OpenedJob job = household.job(directory, Household.ANONYMISING);
    job.request("email: ann@example.org");
    household.byHand(
        "DELETE FROM chat WHERE id = 1",
        "DELETE FROM device_user WHERE nickname = 'annie'",
        "DELETE FROM parcel WHERE id IN (1, 3)",
        "UPDATE orders SET buyer_name = '***' WHERE id IN (1, 3)",
        "UPDATE orders SET recipient_name = '***' WHERE id IN (2, 3)",
        "UPDATE person SET full_name = '***', email = NULL, phone = NULL, address_id = NULL"
            + " WHERE id = 1");
    run(job, 0);
    assertThat(household.rows()).isEqualTo(household.expected());
  }

  @Test
  void membersOfOneHouseholdGoInOneRunAndTheLastTakesTheAddressAlong() throws Exception {
    OpenedJob job = household.job(directory, Household.DELETING);
    String ann = job.request("email: ann@example.org");
    String ben = job.request("email: ben@example.org");
    household.byHand(ANN_DELETED);
    household.byHand(BEN_DELETED_TOO);
    household.byHand(ADDRESS_TOO);
    run(job, 0);
    assertThat(household.rows()).isEqualTo(household.expected());
    for (String request : List.of(ann, ben)) {
      assertThat(state(job, request)).isEqualTo("completed");
      assertThat(job.certificatesOf(request)).hasSize(1);
    }
  }

  @Test
  void membersOfOneHouseholdGoInTheirOwnRunEach() throws Exception {
    OpenedJob job = household.job(directory, Household.DELETING);
    job.request("email: ben@example.org");
    household.byHand(
        "DELETE FROM chat WHERE id = 2",
        "DELETE FROM device_user WHERE nickname = 'benny'",
        "DELETE FROM parcel WHERE id = 2",
        "UPDATE parcel SET recipient_id = NULL WHERE id = 1",
        "UPDATE orders SET recipient_id = NULL, recipient_name = '***' WHERE id = 1",
        "UPDATE orders SET buyer_id = NULL, buyer_name = '***' WHERE id = 2",
        "UPDATE device SET last_user = NULL WHERE id = 2",
        "UPDATE household_member SET person_id = NULL WHERE id = 12",
        "DELETE FROM person WHERE id = 2");
    run(job, 0);
    assertThat(household.rows()).isEqualTo(household.expected());
    job.request("email: ann@example.org");
    household.byHand(ANN_DELETED);
    household.byHand(ADDRESS_TOO);
    run(job, 0);
    assertThat(household.rows()).isEqualTo(household.expected());
  }

  @Test
  void anAddressSharedByTwoWhoAreAnonymisedInOneRunGoesWithTheSecond() throws Exception {
    OpenedJob job = household.job(directory, Household.ANONYMISING);
    job.request("email: ann@example.org");
    job.request("email: ben@example.org");
    household.byHand(
        "DELETE FROM chat WHERE id IN (1, 2)",
        "DELETE FROM device_user WHERE nickname IN ('annie', 'benny')",
        "DELETE FROM parcel WHERE id IN (1, 2, 3)",
        "UPDATE orders SET buyer_name = '***', recipient_name = '***' WHERE id < 4",
        "UPDATE person SET full_name = '***', email = NULL, phone = NULL, address_id = NULL"
            + " WHERE id IN (1, 2)",
        "DELETE FROM address WHERE id = 1");
    run(job, 0);
    assertThat(household.rows()).isEqualTo(household.expected());
  }

  @Test
  void aSharedEMailTouchesNobodyAndIsCertifiedAsAmbiguous() throws Exception {
    OpenedJob job = household.job(directory, Household.DELETING);
    leavesEverybody(job, job.request("email: FAMILY@example.org"));
  }

  @Test
  void aSharedPhoneTouchesNobodyEvenWhereTheEMailAgreesInOneOnly() throws Exception {
    OpenedJob job = household.job(directory, Household.DELETING);
    leavesEverybody(job, job.request("email: ann@example.org\nphone: 0049 30 1000"));
  }

  @Test
  void anAmbiguousRequestDoesNotKeepAnothersFromBeingErased() throws Exception {
    OpenedJob job = household.job(directory, Household.DELETING);
    String family = job.request("email: family@example.org");
    String dot = job.request("phone: +49 30 5000");
    household.byHand(
        "DELETE FROM chat WHERE id = 4",
        "DELETE FROM device_user WHERE nickname = 'dotty'",
        "DELETE FROM parcel WHERE id = 4",
        "UPDATE orders SET buyer_id = NULL, buyer_name = '***' WHERE id = 4",
        "UPDATE device SET last_user = NULL WHERE id = 3",
        "DELETE FROM person WHERE id = 5",
        "DELETE FROM address WHERE id = 5");
    run(job, 8);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(List.of(state(job, family), state(job, dot)))
        .containsExactly("approved", "completed");
  }

  @Test
  void anAddressStaysAsLongAsAnybodyLivesThere() throws Exception {
    OpenedJob job = household.job(directory, Household.DELETING);
    household.execute("UPDATE person SET address_id = 1 WHERE id = 5");
    household.byHand("UPDATE person SET address_id = 1 WHERE id = 5");
    job.request("email: ann@example.org");
    job.request("email: ben@example.org");
    household.byHand(ANN_DELETED);
    household.byHand(BEN_DELETED_TOO);
    run(job, 0);
    assertThat(household.rows()).isEqualTo(household.expected());
  }

  private void leavesEverybody(OpenedJob job, String request) throws Exception {
    CommandRun run = run(job, 8);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(job, request)).isEqualTo("approved");
    assertThat(run.json().get("outcome").asString()).isEqualTo("PARTIAL");
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(certificate.targets())
        .filteredOn(target -> target.name().equals("crm.person"))
        .extracting(target -> target.counts().ambiguous())
        .containsExactly(2L);
  }

  private static CommandRun run(OpenedJob job, int exitCode) {
    CommandRun run = job.command("run", "--json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    return run;
  }

  private static String state(OpenedJob job, String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }
}
