package org.quietus.run.certify;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.RetentionBypass;
import org.quietus.ledger.Runs;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobFileBuilder;
import org.quietus.target.Backups;

class BackupResidualsTest {
  private static final JobFile JOB = JobFileBuilder.aJob().build();
  private static final Runs.Run RUN =
      new Runs.Run(
          "r",
          "job",
          1,
          "running",
          "all",
          Instant.EPOCH,
          "",
          "",
          "",
          Instant.EPOCH,
          Optional.empty(),
          Optional.empty());

  private final List<Optional<Object>> asked = new ArrayList<>();

  @Test
  void aCertificateTellsWhichRetentionsWereBypassedForItsRequestAlone() {
    BackupResiduals residuals = residuals(Map.of("nightly", 2L));
    Optional<RetentionBypass> bypass = residuals.bypass(RUN, Optional.of("ann"));
    assertThat(bypass.orElseThrow().sets())
        .singleElement()
        .satisfies(
            set -> {
              assertThat(set.set()).isEqualTo("nightly");
              assertThat(set.versions()).isEqualTo(1);
            });
    assertThat(residuals.bypass(RUN, Optional.of("ben"))).isEmpty();
    assertThat(residuals.bypass(RUN, Optional.empty()).orElseThrow().sets().get(0).versions())
        .isEqualTo(2);
  }

  @Test
  void whereNoneWasBypassedThatIsAskedOnceForAllRequests() {
    BackupResiduals residuals = residuals(Map.of());
    for (String request : List.of("ann", "ben", "cleo")) {
      assertThat(residuals.bypass(RUN, Optional.of(request))).isEmpty();
    }
    assertThat(asked).containsExactly(Optional.empty());
  }

  /** In which so many versions were removed in a run, one of them for Ann. */
  private BackupResiduals residuals(Map<String, Long> bypassed) {
    Backups backups =
        (Backups)
            Proxy.newProxyInstance(
                Backups.class.getClassLoader(),
                new Class<?>[] {Backups.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("bypassed");
                  Optional<Object> request = ((Optional<?>) arguments[1]).map(one -> one);
                  asked.add(request);
                  if (request.isEmpty()) {
                    return bypassed;
                  }
                  return request.get().equals("ann") ? Map.of("nightly", 1L) : Map.of();
                });
    return new BackupResiduals(JOB, backups);
  }
}
