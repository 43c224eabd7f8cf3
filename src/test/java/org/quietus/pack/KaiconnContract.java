package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Recipient.State;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** Each row of the app's commitments, on its own job file. */
abstract class KaiconnContract extends KaiconnExtentContract {
  @Test
  void kaiconn_3_1_whatIsAnonymisedTellsNobodyAndCannotBeRestored() throws Exception {
    long events = job.number("SELECT COUNT(*) FROM usage_event");
    String before = account(SOMEBODY);
    assertThat(before).contains(job.person(SOMEBODY).phone());
    job.execute(OLD_LOGS);

    String request = erased(SOMEBODY);

    assertThat(account(SOMEBODY)).isEmpty();
    assertThat(job.text("SELECT account_no FROM account WHERE id = " + SOMEBODY))
        .startsWith("gone-");
    assertThat(rows("usage_event", SOMEBODY)).isZero();
    assertThat(job.number("SELECT COUNT(*) FROM usage_event")).isEqualTo(events);
    assertThat(rows("real_name_check", SOMEBODY) + rows("home", SOMEBODY)).isZero();
    everyVendorConfirms();
    job.day(10).run();
    Certificate last = job.lastCertificateOf(request);
    assertThat(last.residuals().copies())
        .as("no copy is left but in a server's own binary log")
        .allMatch(copy -> !job.isOnH2() && copy.place() == Residuals.Place.BINARY_LOG);
    assertThat(last.outcome())
        .isEqualTo(
            last.residuals().copies().isEmpty()
                ? Outcome.COMPLETE
                : Outcome.COMPLETE_WITH_RESIDUALS);
  }

  @Test
  void kaiconn_3_1_aKeyedHashIsRefusedForItCanBeRestored() throws Exception {
    job.changing("nickname: set-null", "nickname: pseudonymise");
    CommandRun validated = job.command("validate");
    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.out()).contains("nickname");
  }

  @Test
  void kaiconn_3_5_vendorsAreToldUntilTheyConfirmOrHaveFailedForGood() throws Exception {
    job.execute(OLD_LOGS);
    String request = erased(SOMEBODY);

    assertThat(job.told()).containsExactly("crash", "map", "push", "statistics");
    Certificate first = job.certificatesOf(request).get(0);
    assertThat(first.recipients())
        .containsExactlyInAnyOrder(
            new Recipient("push", State.TOLD),
            new Recipient("messaging", State.EXEMPT),
            new Recipient("map", State.TOLD),
            new Recipient("crash", State.TOLD),
            new Recipient("statistics", State.TOLD));
    assertThat(first.residuals().copies())
        .filteredOn(copy -> copy.place() == Residuals.Place.RECIPIENT)
        .hasSize(4);
    for (String vendor : List.of("push", "map", "crash")) {
      job.confirms(vendor);
    }
    job.day(10).run();
    assertThat(job.told()).containsExactly("statistics");
    job.day(71).run();
    job.day(72).run();
    assertThat(job.lastCertificateOf(request).recipients())
        .contains(
            new Recipient("push", State.ACKNOWLEDGED), new Recipient("statistics", State.FAILED));
    assertThat(job.told()).isEmpty();
  }

  @Test
  void kaiconn_3_11_networkLogsStayForSixMonthsAndTheRequestWaitsForThem() throws Exception {
    job.execute(OLD_LOGS);
    for (int day : new int[] {-170, -10}) {
      job.execute(
          "INSERT INTO network_log VALUES (%d, %d, '192.0.2.9', '登录', '{}', '%s 10:00:00')"
              .formatted(1_000_000 - day, SOMEBODY, PackJob.TODAY.plusDays(day)));
    }
    String request = erased(SOMEBODY);
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.DEFERRED_BY_LAW);
    assertThat(certificate.notRemoved().kept())
        .anySatisfy(
            kept -> {
              assertThat(kept.records()).isEqualTo(2);
              assertThat(kept.legalMinimum()).isTrue();
              // six months after the later one, the day after which is the first to be due
              assertThat(kept.until()).isEqualTo(Optional.of(LocalDate.of(2026, 8, 21)));
            });
    job.day(10).run();
    assertThat(job.state(request)).isEqualTo("deferred");
    assertThat(account(SOMEBODY)).isEmpty();
    job.at(LocalDate.of(2026, 8, 20)).run();
    assertThat(rows("network_log", SOMEBODY)).isEqualTo(1);
    job.at(LocalDate.of(2026, 8, 21)).run();
    assertThat(rows("network_log", SOMEBODY)).isZero();
    assertThat(job.state(request)).isEqualTo("completed");
    assertThat(job.lastCertificateOf(request).identity().type())
        .isEqualTo(CertificateType.FOLLOW_UP);
  }
}
