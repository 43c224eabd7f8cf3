package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;

/**
 * The whole path on the {@link Shop}: four runs by the real commands, each compared with {@link
 * ShopByHand} on a copy, row by row and column by column.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EndToEndContract {
  private static final long SEED = 20260301;
  private static final int CROWD = 400;

  /** When a run took place, and what the database held after it, beside what it should. */
  private record After(
      CommandRun command, Map<String, List<String>> found, Map<String, List<String>> expected) {}

  private Map<String, List<String>> before = Map.of();
  private After first;
  private After again;
  private After nextDay;
  private After inJune;
  private CommandRun planned;
  private OpenedJob job;
  private String ada;
  private String adaAgain;
  private String bo;
  private String closedAccount;
  private String nobody;

  abstract ShopEngine engine();

  @BeforeAll
  void runFourTimes(@TempDir Path directory) throws Exception {
    for (String schema : List.of("shop_live", "shop_by_hand")) {
      engine().fresh(schema);
      try (Connection connection = engine().connect(schema)) {
        Shop shop = new Shop(connection, engine().columns());
        shop.create();
        shop.fill();
        shop.crowd(CROWD, SEED);
      }
    }
    before = engine().rows("shop_live");
    job =
        new OpenedJob(directory, engine().server(), "shop_live", OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
    ada = job.request("email: ada.lovelace@EXAMPLE.org");
    adaAgain = job.request("phone: +49 30 123456\nemail: ada.lovelace@example.org");
    bo = job.request("phone: +49 (89) 5551234");
    closedAccount = job.request("email: c12@example.org");
    nobody = job.request("email: nobody@example.org");
    planned = job.command("plan", "--json");

    first = after("2026-03-01T12:00:00Z", this::firstRunByHand);
    again = after("2026-03-01T12:00:00Z", hand -> {});
    nextDay = after("2026-03-02T12:00:00Z", this::nextDayByHand);
    inJune = after("2026-06-05T12:00:00Z", this::juneByHand);
  }

  private interface ByHand {
    void apply(ShopByHand hand) throws SQLException;
  }

  private After after(String moment, ByHand work) throws SQLException {
    CommandRun command = job.at(moment).run();
    try (Connection connection = engine().connect("shop_by_hand")) {
      work.apply(new ShopByHand(connection));
    }
    return new After(command, engine().rows("shop_live"), engine().rows("shop_by_hand"));
  }

  private void firstRunByHand(ShopByHand hand) throws SQLException {
    String now = "2026-03-01 20:00:00";
    hand.retention(
        "2025-08-31 22:00:00",
        "2025-03-01 07:00:00",
        "2023-03-01 07:00:00",
        "2016-03-01",
        "2026-01-30",
        now);
    for (int person : new int[] {1, 2, 12}) {
      hand.erase(person, "2016-03-01", "2025-09-01 06:00:00", now);
    }
    hand.execute("DELETE FROM address WHERE id IN (1, 12)");
  }

  private void nextDayByHand(ShopByHand hand) throws SQLException {
    hand.retention(
        "2025-09-01 22:00:00",
        "2025-03-02 07:00:00",
        "2023-03-02 07:00:00",
        "2016-03-02",
        "2026-01-31",
        "2026-03-02 20:00:00");
    hand.execute("DELETE FROM invoice WHERE id = 2");
  }

  private void juneByHand(ShopByHand hand) throws SQLException {
    hand.retention(
        "2025-12-04 23:00:00",
        "2025-06-05 06:00:00",
        "2023-06-05 06:00:00",
        "2016-06-05",
        "2026-05-06",
        "2026-06-05 20:00:00");
    hand.execute("DELETE FROM access_log WHERE id = 1");
  }

  @Test
  void whatIsDueGoesAndNothingElse() {
    assertThat(first.command().exitCode()).as(first.command().err()).isZero();
    assertThat(first.found()).isEqualTo(first.expected()).isNotEqualTo(before);
  }

  @Test
  void undatedRowsAreCountedInThePlan() {
    long undated = 0;
    for (var step : planned.json().get("steps")) {
      undated += step.at("/counts/undated").asLong(0);
    }
    assertThat(undated).as(planned.out()).isEqualTo(undatedChats() + undatedClosures());
  }

  private long undatedChats() {
    return before.get("chat").stream().filter(row -> row.contains("sent_at=null")).count();
  }

  private long undatedClosures() {
    return before.get("customer").stream()
        .filter(row -> row.contains("status=closed | closed_on=null"))
        .count();
  }

  @Test
  void aSecondRunFindsNothingDue() {
    assertThat(again.command().exitCode()).as(again.command().err()).isZero();
    assertThat(again.found()).isEqualTo(first.found());
    assertThat(runCertificate(again).targets())
        .allSatisfy(target -> assertThat(target.counts().deleted()).isZero())
        .allSatisfy(target -> assertThat(target.counts().anonymised()).isZero());
  }

  @Test
  void keptRowsComeDueByThemselves() {
    assertThat(nextDay.command().exitCode()).as(nextDay.command().err()).isZero();
    assertThat(nextDay.found()).isEqualTo(nextDay.expected());
    assertThat(inJune.command().exitCode()).as(inJune.command().err()).isZero();
    assertThat(inJune.found()).isEqualTo(inJune.expected());
  }

  @Test
  void theCertificateOfARequestNamesWhatIsKeptWithBasisAndDate() {
    assertThat(adas().identity().type()).isEqualTo(CertificateType.ERASURE_REQUEST);
    assertThat(adas().notRemoved().kept())
        .containsExactly(
            new NotRemoved.Kept(
                "crm.invoice", 3, "bookkeeping", Optional.of(LocalDate.of(2030, 5, 6)), false));
  }

  private Certificate adas() {
    return job.certificatesOf(ada).get(0);
  }

  @Test
  void theCertificateOfARequestCountsEachTable() {
    Certificate certificate = job.certificatesOf(closedAccount).get(0);
    assertThat(deleted(certificate, "crm.chat")).isOne();
    // the rule did the rest, and took the address with the account that owned it
    assertThat(deleted(certificate, "crm.address")).isZero();
    assertThat(anonymised(certificate, "crm.customer")).isZero();
    assertThat(deleted(runCertificate(first), "crm.address")).isPositive();
  }

  @Test
  void aSharedAddressStaysAndIsNamed() {
    Certificate certificate = job.certificatesOf(bo).get(0);
    assertThat(deleted(certificate, "crm.address")).isZero();
    assertThat(certificate.notRemoved().kept())
        .filteredOn(kept -> kept.target().equals("crm.address"))
        .extracting(NotRemoved.Kept::records)
        .containsExactly(1L);
    assertThat(first.found().get("address")).anyMatch(row -> row.startsWith("id=2 "));
  }

  @Test
  void aLegalMinimumDefersTheRequestUntilItIsOver() {
    List<Certificate> certificates = job.certificatesOf(bo);
    assertThat(certificates)
        .extracting(Certificate::outcome)
        .startsWith(Outcome.DEFERRED_BY_LAW)
        .last()
        .isNotEqualTo(Outcome.DEFERRED_BY_LAW);
    assertThat(state(bo)).isEqualTo("completed");
  }

  @Test
  void aFollowUpCertifiesWhatCameDueLater() {
    List<Certificate> certificates = job.certificatesOf(ada);
    assertThat(certificates).hasSize(2);
    Certificate followUp = certificates.get(1);
    assertThat(followUp.identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(followUp.identity().supersedes()).contains(certificates.get(0).id());
    assertThat(
            deleted(followUp, "crm.invoice")
                + deleted(job.certificatesOf(adaAgain).get(1), "crm.invoice"))
        .isOne();
    assertThat(followUp.notRemoved().kept())
        .extracting(NotRemoved.Kept::records)
        .containsExactly(2L);
  }

  @Test
  void aSecondRequestOfTheSamePersonIsCertifiedAndCountsNothingTwice() {
    Certificate second = job.certificatesOf(adaAgain).get(0);
    assertThat(second.identity().type()).isEqualTo(CertificateType.ERASURE_REQUEST);
    assertThat(deleted(second, "crm.orders") + deleted(adas(), "crm.orders")).isEqualTo(2);
    assertThat(second.notRemoved().kept()).extracting(NotRemoved.Kept::records).containsExactly(3L);
  }

  @Test
  void aRequestForNobodyIsCertifiedWithZero() {
    Certificate certificate = job.certificatesOf(nobody).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(certificate.targets())
        .isNotEmpty()
        .allSatisfy(target -> assertThat(target.counts().matched()).isZero());
    assertThat(state(nobody)).isEqualTo("completed");
  }

  @Test
  void countsOnTheCertificatesAreTheTruth() {
    compare(before, first);
    compare(again.found(), nextDay);
    compare(nextDay.found(), inJune);
  }

  private void compare(Map<String, List<String>> earlier, After run) {
    Certificate certificate = runCertificate(run);
    earlier.forEach(
        (table, rows) ->
            assertThat(deleted(certificate, "crm." + table))
                .as("deleted from " + table)
                .isEqualTo(rows.size() - run.found().get(table).size()));
    assertThat(anonymised(certificate, "crm.customer"))
        .isEqualTo(marked(run.found()) - marked(earlier));
    assertThat(anonymised(certificate, "crm.review"))
        .isEqualTo(removed(run.found()) - removed(earlier));
  }

  private static long marked(Map<String, List<String>> rows) {
    return rows.get("customer").stream().filter(row -> !row.contains("anonymised_at=null")).count();
  }

  private static long removed(Map<String, List<String>> rows) {
    return rows.get("review").stream().filter(row -> row.contains("body=removed")).count();
  }

  @Test
  void everyCertificateVerifies() {
    CommandRun list = job.command("certificate list", "--json");
    assertThat(list.exitCode()).isZero();
    assertThat(list.json().size()).isEqualTo(job.certificates().size()).isGreaterThan(8);
  }

  private Certificate runCertificate(After run) {
    return job.certificatesOf(run.command().json().get("runId").asString()).get(0);
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  private static long deleted(Certificate certificate, String table) {
    return certificate.targets().stream()
        .filter(target -> target.name().equals(table))
        .mapToLong(target -> target.counts().deleted())
        .sum();
  }

  private static long anonymised(Certificate certificate, String table) {
    return certificate.targets().stream()
        .filter(target -> target.name().equals(table))
        .map(TargetRecord::counts)
        .mapToLong(counts -> counts.anonymised() + counts.masked())
        .sum();
  }
}
