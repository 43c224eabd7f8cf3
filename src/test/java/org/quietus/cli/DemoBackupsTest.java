package org.quietus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.demo.DemoDirectory;
import org.quietus.cli.demo.DemoPeople;
import org.quietus.cli.output.BackupView;
import org.quietus.cli.output.PlanView;
import org.quietus.hold.LegalHold;
import org.quietus.job.ApprovalState;
import org.quietus.job.Concern;
import org.quietus.job.HoldOrder;
import org.quietus.job.JobSession;
import org.quietus.job.RequestSummary;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.policy.read.JobFiles;
import org.quietus.request.NewRequest;
import org.quietus.request.Role;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.springframework.util.FileSystemUtils;

/** The demo's shop with its nightly dumps, run for real. */
class DemoBackupsTest {
  private static final Clock CLOCK = Clock.systemUTC();

  /** The demo, and what it was before any test. */
  @TempDir static Path parent;

  private static Path directory;
  private static DemoDirectory demo;

  private static final class Silent implements RunListener {
    @Override
    public void started(String runId, boolean resumed, long dueRows) {}

    @Override
    public void progress(long rowsDone) {}

    @Override
    public void certificate(String id, String place) {}

    @Override
    public void finished(RunResult result) {}

    @Override
    public void note(String text) {}
  }

  @BeforeAll
  static void prepare() throws Exception {
    directory = parent.resolve("demo");
    demo = new DemoDirectory(directory);
    demo.prepare(CLOCK);
    try (JobSession session = open()) {
      for (DemoPeople.Person person : DemoPeople.WHO_ASK) {
        session
            .requests()
            .take(
                List.of(
                    NewRequest.verified(
                        "customer",
                        List.of(new Identifier(IdentifierType.EMAIL, person.email())),
                        CLOCK.instant())),
                Role.OPERATOR);
      }
    }
  }

  private static JobSession open() {
    return JobOpening.open(JobFiles.load(demo.job(), Map.of()), CLOCK);
  }

  @BeforeEach
  void putBack() throws IOException {
    Path asPrepared = parent.resolve("prepared");
    if (Files.exists(asPrepared)) {
      FileSystemUtils.deleteRecursively(directory);
      FileSystemUtils.copyRecursively(asPrepared, directory);
    } else {
      FileSystemUtils.copyRecursively(directory, asPrepared);
    }
  }

  private RunResult run(EnumSet<Scope> only) {
    try (JobSession session = open()) {
      return session.run(new RunOptions(only, Optional.empty(), 2), new Silent());
    }
  }

  private List<String> states() {
    try (JobSession session = open()) {
      return session.requests().all().stream().map(RequestSummary::state).toList();
    }
  }

  private List<Path> dumps() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("objects/nightly"))) {
      return files.sorted().toList();
    }
  }

  private static String text(Path dump) throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(dump)))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void countsTheDumpsInThePlanAndWaitsForApprovalWhenTheirPeriodChanges() throws Exception {
    Files.writeString(directory.resolve("objects/nightly/notes.txt"), "no dump");
    assertThat(plan().backups())
        .singleElement()
        .returns("nightly", BackupView::set)
        .returns(Optional.of(2L), BackupView::objects)
        .returns(Optional.of(2L), BackupView::versions);
    String before = plan().fingerprint();
    assertThat(plan().fingerprint()).isEqualTo(before);
    run(EnumSet.of(Scope.RETENTION));

    Files.writeString(demo.job(), Files.readString(demo.job()).replace("P90D", "P30D"));
    assertThat(plan().fingerprint()).isNotEqualTo(before);
    assertThat(plan().approval()).isEqualTo(ApprovalState.NEEDED);

    Files.move(directory.resolve("objects"), directory.resolve("elsewhere"));
    assertThat(plan().text("shop.yaml"))
        .contains("object store 'vault' cannot be listed", "the root of the store");
  }

  private PlanView plan() {
    try (JobSession session = open()) {
      return PlanView.of(session, EnumSet.allOf(Scope.class), false);
    }
  }

  @Test
  void takesThoseWhoAskOutOfTheDumps() throws Exception {
    for (Path dump : dumps()) {
      assertThat(text(dump)).contains(DemoPeople.searchTerms());
    }
    RunResult result = run(EnumSet.allOf(Scope.class));
    assertThat(result.exitCode()).as("%s", result.messages()).isZero();
    assertThat(result.byTable()).containsKeys("shop.orders", "nightly.orders");
    assertThat(dumps()).hasSize(2);
    for (Path dump : dumps()) {
      assertThat(text(dump)).doesNotContain(DemoPeople.searchTerms().toArray(String[]::new));
    }
    assertThat(states()).containsOnly("completed");
  }

  @Test
  void keepsRequestsOpenUntilEveryDumpCouldBeSearched() throws Exception {
    Path dump = dumps().get(0);
    byte[] good = Files.readAllBytes(dump);
    Files.write(dump, Arrays.copyOf(good, good.length / 2));
    assertThat(run(EnumSet.allOf(Scope.class)).exitCode()).isEqualTo(8);
    assertThat(states()).containsOnly("running");

    Files.write(dump, good);
    assertThat(run(EnumSet.allOf(Scope.class)).exitCode()).isZero();
    assertThat(text(dump)).doesNotContain(DemoPeople.searchTerms().toArray(String[]::new));
    assertThat(states()).containsOnly("completed");
  }

  @Test
  void completesNoRequestWhenBackupsAreLeftOut() throws Exception {
    assertThat(run(EnumSet.of(Scope.RETENTION, Scope.ERASURE)).exitCode()).isZero();
    assertThat(states()).containsOnly("running");
    assertThat(text(dumps().get(0))).contains(DemoPeople.searchTerms());
    assertThat(run(EnumSet.allOf(Scope.class)).exitCode()).isZero();
    assertThat(states()).containsOnly("completed");
  }

  @Test
  void leavesThePersonUnderAHoldInTheDumpsUntilItIsReleased() throws Exception {
    String held = DemoPeople.WHO_ASK.get(0).email();
    String other = DemoPeople.WHO_ASK.get(1).email();
    Identifier email = new Identifier(IdentifierType.EMAIL, held);
    String hold = hold(new HoldOrder.Person("customer", List.of(email)));
    RunResult result = run(EnumSet.allOf(Scope.class));
    assertThat(result.exitCode()).as("%s", result.messages()).isZero();
    assertThat(result.outcome()).isEqualTo("HELD");
    for (Path dump : dumps()) {
      assertThat(text(dump)).contains(held).doesNotContain(other);
    }
    assertThat(states()).containsExactlyInAnyOrder("approved", "completed");

    release(hold);
    assertThat(run(EnumSet.allOf(Scope.class)).exitCode()).isZero();
    for (Path dump : dumps()) {
      assertThat(text(dump)).doesNotContain(held, other);
    }
    assertThat(states()).containsOnly("completed");
  }

  @Test
  void leavesTheDumpsAsTheyAreWhileRowsAreHeldByACondition() throws Exception {
    String hold = hold(new HoldOrder.Rows("shop.visit", "id = -1"));
    List<String> before = List.of(text(dumps().get(0)), text(dumps().get(1)));
    RunResult result = run(EnumSet.allOf(Scope.class));
    assertThat(result.exitCode()).as("%s", result.messages()).isZero();
    assertThat(result.concerns()).contains(Concern.RESIDUAL);
    assertThat(List.of(text(dumps().get(0)), text(dumps().get(1)))).isEqualTo(before);
    assertThat(states()).containsOnly("running");

    release(hold);
    assertThat(run(EnumSet.allOf(Scope.class)).exitCode()).isZero();
    assertThat(text(dumps().get(0)))
        .doesNotContain(DemoPeople.searchTerms().toArray(String[]::new));
    assertThat(states()).containsOnly("completed");
  }

  @Test
  void leavesADumpAsItIsForSomebodyWhoseDataAreGoneAndWhoIsHeldNow() throws Exception {
    assertThat(run(EnumSet.of(Scope.RETENTION, Scope.ERASURE)).exitCode()).isZero();
    String held = DemoPeople.WHO_ASK.get(0).email();
    Identifier email = new Identifier(IdentifierType.EMAIL, held);
    hold(new HoldOrder.Person("customer", List.of(email)));
    assertThat(run(EnumSet.allOf(Scope.class)).exitCode()).isZero();
    assertThat(text(dumps().get(0))).contains(held);
    assertThat(states()).containsExactlyInAnyOrder("running", "completed");
  }

  private String hold(HoldOrder.Extent extent) {
    try (JobSession session = open()) {
      return session
          .holds()
          .add(
              new HoldOrder(
                  LegalHold.Kind.LEGAL_HOLD,
                  Optional.of("LH-17"),
                  Optional.empty(),
                  "litigation",
                  LocalDate.now(CLOCK).plusYears(1),
                  extent))
          .id();
    }
  }

  private void release(String hold) {
    try (JobSession session = open()) {
      session.holds().release(hold, "case-closed");
    }
  }
}
