package org.quietus.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Catalog;
import org.quietus.certificate.Certificate;
import org.quietus.job.ApprovalState;
import org.quietus.job.Concern;
import org.quietus.job.DueCount;
import org.quietus.job.HashListDesk;
import org.quietus.job.HoldBook;
import org.quietus.job.JobSession;
import org.quietus.job.KeySummary;
import org.quietus.job.LiveReading;
import org.quietus.job.PaceDesk;
import org.quietus.job.PaceOrder;
import org.quietus.job.RecipientDesk;
import org.quietus.job.ReplayFindings;
import org.quietus.job.ReplayOptions;
import org.quietus.job.RequestCount;
import org.quietus.job.RequestDesk;
import org.quietus.job.RequestSummary;
import org.quietus.job.Review;
import org.quietus.job.ReviewDesk;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.job.Status;
import org.quietus.job.Unreached;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Part;
import org.quietus.plan.Plan;
import org.quietus.plan.make.Lifetimes;
import org.quietus.plan.make.Planner;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.request.Answer;
import org.quietus.request.Inbox;
import org.quietus.request.ListStatuses;
import org.quietus.request.NewRequest;
import org.quietus.request.NotPossible;
import org.quietus.request.Role;
import org.quietus.target.AccessPath;
import org.quietus.target.BackupStock;
import org.quietus.target.LeftObject;
import org.quietus.target.RowCounts;

/** A session that plans for real, on the shop's catalog, and only pretends to run. */
public final class FakeSession implements JobSession {
  static final String FINGERPRINT = "f".repeat(64);

  public static final NewRequest SOME_REQUEST =
      NewRequest.verified("customer", List.of(), CommandRun.CLOCK.instant());

  ApprovalState approval = ApprovalState.FIRST;
  int exitCode;
  Set<Concern> concerns = Set.of();
  @Nullable RuntimeException failing;
  @Nullable InvalidInput invalid;
  public @Nullable RunOptions ran;
  @Nullable OptionalLong approved;

  final List<BackupStock> stock = new ArrayList<>();

  final List<String> ordered = new ArrayList<>();

  final List<String> reviewed = new ArrayList<>();
  Review review =
      new Review("r1", "0a1b2c3d", true, Optional.empty(), List.of(), Review.Copies.NONE);

  private final List<RequestSummary> requests = new ArrayList<>();
  private @Nullable JobFile job;

  FakeSession of(JobFile opened) {
    job = opened;
    return this;
  }

  @Override
  public JobFile job() {
    return Objects.requireNonNull(job);
  }

  @Override
  public void requireLevel() {}

  @Override
  public void requireCaughtUp() {}

  @Override
  public PaceDesk pace() {
    return new PaceDesk() {
      @Override
      public String order(PaceOrder.Wish wish) {
        ordered.add(wish.name());
        return "r1";
      }

      @Override
      public String tune(
          OptionalInt slots, OptionalLong rowsPerSecond, OptionalLong rowsReadPerSecond) {
        ordered.add(slots + " " + rowsPerSecond + " " + rowsReadPerSecond);
        return "r1";
      }
    };
  }

  @Override
  public List<Unreached> down() {
    return List.of();
  }

  @Override
  public List<Problem> unready() {
    return List.of();
  }

  @Override
  public List<Catalog> catalogs() {
    return List.of(ShopCatalog.of(job()));
  }

  @Override
  public Plan plan(Set<Scope> only) {
    if (invalid != null) {
      throw invalid;
    }
    EnumSet<Part> parts = EnumSet.noneOf(Part.class);
    only.stream()
        .filter(scope -> scope != Scope.BACKUPS)
        .forEach(scope -> parts.add(Part.valueOf(scope.name())));
    return Planner.plan(job(), catalogs().get(0), CommandRun.CLOCK.instant(), parts);
  }

  @Override
  public List<Lifetime> lifetimes(Plan plan) {
    return Lifetimes.of(job(), catalogs().get(0), plan, Optional.empty());
  }

  @Override
  public List<RequestCount> requestCounts(Plan plan) {
    return List.of();
  }

  @Override
  public List<String> sql(Plan plan) {
    return List.of("SELECT 1");
  }

  @Override
  public List<DueCount> dueCounts(Plan plan) {
    return plan.steps().stream()
        .map(
            step ->
                new DueCount(
                    step.number(),
                    step.rule(),
                    step.root().table().toString(),
                    1_234,
                    5,
                    0,
                    6,
                    new AccessPath(
                        true, "by_date", List.of("visited_at", "id"), 3, 10_000, "few are due")))
        .toList();
  }

  @Override
  public List<BackupStock> backupStock() {
    return List.copyOf(stock);
  }

  @Override
  public String fingerprint(Plan plan) {
    return FINGERPRINT;
  }

  @Override
  public ApprovalState approval(String fingerprint) {
    return approval;
  }

  @Override
  public void approve(String fingerprint, boolean windDown, OptionalLong maxRows) {
    approved = maxRows;
  }

  @Override
  public void accept(String database) {}

  @Override
  public RunResult run(RunOptions options, RunListener listener) {
    ran = options;
    listener.started("run-1", false, 1_234);
    listener.progress(1_234);
    RunResult result =
        new RunResult(
            "run-1",
            exitCode,
            "COMPLETE",
            Map.of("shop.visit", RowCounts.ofDeleted(1_234)),
            concerns,
            List.of("c.json"),
            List.of());
    listener.finished(result);
    return result;
  }

  @Override
  public RunResult replay(ReplayOptions options, RunListener listener) {
    return run(
        new RunOptions(Set.of(Scope.RETENTION), Optional.empty(), options.slots()), listener);
  }

  @Override
  public ReplayFindings lookForReplay(ReplayOptions options) {
    return new ReplayFindings(false, false, 0, List.of(), List.of());
  }

  @Override
  public List<KeySummary> keys() {
    return List.of(new KeySummary(1, "current", Optional.empty(), Optional.empty()));
  }

  @Override
  public KeySummary rotateKey() {
    return new KeySummary(2, "current", Optional.of(CommandRun.CLOCK.instant()), Optional.empty());
  }

  @Override
  public KeySummary destroyKey(int epoch) {
    return new KeySummary(epoch, "destroyed", Optional.empty(), Optional.empty());
  }

  @Override
  public Optional<String> abandon(String runId) {
    return Optional.empty();
  }

  @Override
  public RecipientDesk recipients() {
    throw new UnsupportedOperationException();
  }

  @Override
  public RequestDesk requests() {
    return new RequestDesk() {
      @Override
      public List<RequestSummary> take(List<NewRequest> taken, Role role) {
        taken.forEach(one -> requests.add(summary(one)));
        return requests.subList(requests.size() - taken.size(), requests.size());
      }

      @Override
      public Inbox.Emptied takeFromInbox() {
        return Inbox.Emptied.NOTHING;
      }

      @Override
      public List<RequestSummary> all() {
        return List.copyOf(requests);
      }

      @Override
      public List<LeftObject> left(String id) {
        return List.of();
      }

      @Override
      public List<Answer> answers() {
        return List.of();
      }

      @Override
      public Answer answered(String id, Instant at) {
        throw new NotPossible("there is no answer " + id);
      }

      @Override
      public RequestSummary restrict(String id, Role role, LocalDate review) {
        return summary(SOME_REQUEST);
      }

      @Override
      public RequestSummary decide(String id, Role role, Decision decision) {
        return summary(SOME_REQUEST);
      }
    };
  }

  @Override
  public HashListDesk hashLists() {
    return (list, subject, requester, received, role) ->
        new HashListDesk.Taken(0, 0, 0, 0, List.of(), new ListStatuses(list, Map.of(), Set.of()));
  }

  @Override
  public ReviewDesk reviews() {
    return new ReviewDesk() {
      @Override
      public Review look(String request) {
        return review;
      }

      @Override
      public RequestSummary decide(String id, String list, List<Integer> numbers, Role role) {
        reviewed.add(list + " " + numbers + " " + role);
        return summary(SOME_REQUEST);
      }

      @Override
      public RequestSummary decideCopies(
          String request, String list, OfCopies decision, Role role) {
        reviewed.add(list + " " + decision + " " + role);
        return summary(SOME_REQUEST);
      }

      @Override
      public RequestSummary acceptUnmatched(String id, String reason, Role role) {
        reviewed.add(reason + " " + role);
        return summary(SOME_REQUEST);
      }
    };
  }

  private RequestSummary summary(NewRequest request) {
    return new RequestSummary(
        "request-" + (requests.size() + 1),
        request.filing().asks().toString(),
        request.filing().subject(),
        request.filing().tenant(),
        "approved",
        true,
        false,
        request.filing().ground().toString(),
        request.filing().requester().toString(),
        Optional.empty(),
        request.filing().receivedAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(),
        List.of());
  }

  @Override
  public HoldBook holds() {
    throw new UnsupportedOperationException("nothing is held in this shop");
  }

  @Override
  public LiveReading readAgain(Certificate certificate, JobFile then) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Status status() {
    if (failing != null) {
      throw failing;
    }
    Status.Run run =
        new Status.Run("run-1", "open", Optional.empty(), Instant.EPOCH, Optional.empty());
    return new Status(
        List.of(run),
        Optional.of("run-1"),
        requests.size(),
        requests,
        3,
        2,
        false,
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void close() {}
}
