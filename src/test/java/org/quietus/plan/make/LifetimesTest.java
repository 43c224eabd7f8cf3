package org.quietus.plan.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.plan.CatalogBuilder.aCatalog;
import static org.quietus.policy.JobFileBuilder.aJob;
import static org.quietus.policy.Then.ANONYMISE;
import static org.quietus.policy.Then.DELETE;

import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.ForeignKey.OnDelete;
import org.quietus.plan.CatalogBuilder;
import org.quietus.plan.LastingCopy;
import org.quietus.plan.Lifetime;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobFileBuilder;
import org.quietus.policy.Problem;

class LifetimesTest {
  private static final Optional<LastingCopy> NO_LOG = Optional.empty();
  private static final Optional<LastingCopy> LOG =
      Optional.of(new LastingCopy("binary log", Optional.of(Period.ofDays(30))));

  private static CatalogBuilder shop(String reference) {
    return aCatalog()
        .table("customer", "id bigint pk", "email varchar(60)", "phone varchar(20) null", "at date")
        .table("visit", "id bigint pk", "customer_id " + reference, "ip varchar(40)", "at date")
        .key("visit.customer_id -> customer.id", OnDelete.RESTRICT);
  }

  private static JobFileBuilder visits() {
    return aJob()
        .rule("old-visits", "visit")
        .keeping("P6M")
        .then(DELETE)
        .categories("visit", "ip: network");
  }

  @Test
  void isTheRetentionPeriodWhereThereIsNoOtherCopy() {
    assertThat(lifetimes(visits(), NO_LOG)).containsExactly("network P6M shop.visit.ip");
  }

  @Test
  void addsTheCopyThatLastsLongest() {
    JobFileBuilder job = visits().backups("nightly", "P90D").backups("hourly", "P2D");

    assertThat(lifetimes(job, LOG))
        .containsExactly("network P6M + P90D shop.visit.ip, then backups 'nightly'");
    assertThat(lifetimes(visits().backups("hourly", "P2D"), LOG))
        .containsExactly("network P6M + P30D shop.visit.ip, then binary log");
  }

  @Test
  void isWithoutEndInALogThatIsNeverRemoved() {
    assertThat(lifetimes(visits(), Optional.of(new LastingCopy("binary log", Optional.empty()))))
        .containsExactly("network without end shop.visit.ip, then binary log");
  }

  @Test
  void isTheLongestOverAllColumnsOfTheCategory() {
    JobFileBuilder job =
        visits()
            .anonymise("customer", "email: redact")
            .rule("customers", "customer")
            .keeping("P3Y")
            .then(ANONYMISE)
            .categories("customer", "email: network");

    assertThat(lifetimes(job, NO_LOG)).containsExactly("network P3Y shop.customer.email");
  }

  @Test
  void isWithoutEndWhereNoRuleTakesEveryRow() {
    String nothing = "network without end shop.visit.ip: no retention rule ends every row of it";
    JobFileBuilder some =
        aJob()
            .rule("old-visits", "visit")
            .where("ip = '::1'")
            .then(DELETE)
            .categories("visit", "ip: network");
    JobFileBuilder other =
        aJob()
            .anonymise("customer", "email: redact")
            .rule("customers", "customer")
            .then(ANONYMISE)
            .categories("customer", "phone: network");
    JobFileBuilder erasure =
        aJob()
            .subject("customer", "customer", "email")
            .erase("customer", DELETE)
            .erase("visit", DELETE)
            .categories("visit", "ip: network");

    assertThat(lifetimes(some, NO_LOG)).containsExactly(nothing);
    assertThat(lifetimes(erasure, NO_LOG)).containsExactly(nothing);
    assertThat(lifetimes(other, NO_LOG))
        .containsExactly(nothing.replace("visit.ip", "customer.phone"));
  }

  @Test
  void followsForeignKeysThatCannotBeNull() {
    JobFileBuilder job =
        aJob()
            .erase("visit", DELETE)
            .rule("customers", "customer")
            .keeping("P2Y")
            .then(DELETE)
            .categories("visit", "ip: network");

    assertThat(lifetimes(job, shop("bigint"), NO_LOG)).containsExactly("network P2Y shop.visit.ip");
    assertThat(lifetimes(job, shop("bigint null"), NO_LOG))
        .containsExactly(
            "network without end shop.visit.ip: no retention rule ends every row of it");
  }

  @Test
  void countsThePeriodOfKeptRowsThatHoldARecordBack() {
    JobFileBuilder job =
        aJob()
            .eraseLater("visit", DELETE, "P10Y", "at")
            .rule("customers", "customer")
            .keeping("P2Y")
            .then(DELETE)
            .categories("customer", "email: contact");

    assertThat(lifetimes(job, shop("bigint"), NO_LOG))
        .containsExactly("contact P10Y shop.customer.email");
  }

  @Test
  void refusesWhatLastsLongerThanDeclaredAndNamesTheLongestCopy() {
    JobFileBuilder job = visits().backups("nightly", "P90D").maxLifetime("network", "P8M");

    assertThat(exceeded(job))
        .extracting(Problem::toString)
        .containsExactly(
            "jobs/test.yaml:6: data of category 'network' may exist for P6M + P90D, longer than"
                + " P8M: shop.visit.ip, then backups 'nightly'; keep it, or that copy of it, for"
                + " less, or allow more [LIFETIME-EXCEEDED]");
    assertThat(exceeded(visits().backups("nightly", "P90D").maxLifetime("network", "P9M")))
        .isNotEmpty();
    assertThat(exceeded(visits().backups("nightly", "P90D").maxLifetime("network", "P10M")))
        .isEmpty();
    assertThat(
            exceeded(
                aJob()
                    .rule("a", "visit")
                    .where("ip = 'a'")
                    .then(DELETE)
                    .categories("visit", "ip: network")
                    .maxLifetime("network", "P100Y")))
        .extracting(Problem::id)
        .containsExactly("LIFETIME-EXCEEDED");
  }

  @ParameterizedTest
  @CsvSource({
    "P1M, P31D, false", "P1M, P30D, true", "P30D, P1M, true", "P28D, P1M, false",
    "P1Y, P12M, false", "P365D, P1Y, false", "P366D, P1Y, true", "P1Y, P365D, true",
    "P3Y, P3Y, false", "P1M1D, P1M, true",
  })
  void comparesForEveryDayThatAPeriodMayBeginOn(Period live, Period max, boolean exceeded) {
    Lifetime lifetime =
        new Lifetime("c", "shop.a.b", Optional.of(live), Optional.empty(), Optional.of(max));

    assertThat(lifetime.isExceeded()).isEqualTo(exceeded);
  }

  private static List<Problem> exceeded(JobFileBuilder builder) {
    JobFile job = builder.build();
    Catalog catalog = shop("bigint").build();
    return Lifetimes.exceeded(
        job, Lifetimes.of(job, catalog, Planner.plan(job, catalog, Planning.NOW), NO_LOG));
  }

  private static List<String> lifetimes(JobFileBuilder job, Optional<LastingCopy> log) {
    return lifetimes(job, shop("bigint"), log);
  }

  private static List<String> lifetimes(
      JobFileBuilder builder, CatalogBuilder shop, Optional<LastingCopy> log) {
    JobFile job = builder.build();
    Catalog catalog = shop.build();
    return Lifetimes.of(job, catalog, Planner.plan(job, catalog, Planning.NOW), log).stream()
        .map(one -> one.category() + " " + one.length() + " " + one.where())
        .toList();
  }
}
