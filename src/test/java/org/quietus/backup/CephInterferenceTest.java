package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.quietus.target.BackupEnd;
import org.quietus.testing.CephServer;

/**
 * On a bucket with Object Lock, where somebody else may also lock what is being worked on, on a
 * server that ignores conditions.
 */
@EnabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = CephServer.NOT_INSTALLED)
@Tag("long")
class CephInterferenceTest extends InterferenceContract {
  private static final Instant UNTIL =
      Clock.systemUTC().instant().plus(400, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

  private BucketVault bucket;

  @Override
  Vault newVault(Path parent) {
    bucket = BucketVault.locking(CephServer.shared());
    return bucket;
  }

  @Override
  int disturbsEvery() {
    return 5;
  }

  @Override
  int versionsWithAnn() {
    return 2;
  }

  @Test
  void leavesWhatWasLockedBeforeThePurgeAsAResidualWithItsDate() throws Exception {
    begin(new Disturbance("delete", 1, () -> bucket.lockUntil(UNTIL)));
    shop().erase();
    assertThat(ShopDump.lines(current())).isEqualTo(lines(ShopDump.ofTheDatabase().withoutAnn()));
    assertThat(shop().ends()).containsExactly("nightly locked 1");
    assertThat(locked()).allMatch(end -> isUntil(end, UNTIL));
    assertThat(shop().ledger()).isEmpty();
  }

  @Test
  void touchesNothingThatIsLockedWheneverThatComes() throws Exception {
    for (int n = disturbsFirst(); ; n += disturbsEvery()) {
      Disturbance other = Disturbance.beforeCall(n, () -> bucket.lockUntil(UNTIL));
      begin(other);
      shop().erase();
      if (!other.happened()) {
        assertThat(n).isGreaterThan(10);
        break;
      }
      String when = "locked before call " + n;
      assertEveryVersionHasANamedEnd(when);
      assertThat(shop().backupEnds()).as(when).noneMatch(BackupEnd::partial);
      assertThat(ShopDump.lines(current()))
          .as(when)
          .isIn(lines(ShopDump.ofTheDatabase()), lines(ShopDump.ofTheDatabase().withoutAnn()));
      assertThat(locked()).as(when).hasSize(holdsAnn() ? 1 : 0);
      assertThat(locked()).as(when).allMatch(end -> end.isResidual() && isUntil(end, UNTIL));
    }
  }

  private List<BackupEnd> locked() {
    return shop().backupEnds().stream().filter(end -> end.state().equals("locked")).toList();
  }

  private static boolean isUntil(BackupEnd end, Instant until) {
    LocalDate day = until.atZone(ZoneId.of("Europe/Berlin")).toLocalDate();
    return end.latestExpiry().filter(day.plusDays(1)::equals).isPresent();
  }
}
