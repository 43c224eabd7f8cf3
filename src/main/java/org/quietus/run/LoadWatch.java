package org.quietus.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.policy.PaceSettings;
import org.quietus.target.ServerLoad;

/**
 * Tells whether the servers have too much to do for a run to go on. They are asked once a second by
 * a thread of its own, for one that is overloaded may be long in answering.
 */
final class LoadWatch implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** A last answer that is older tells nothing any more. */
  static final Duration STALE = Duration.ofSeconds(20);

  /** How long what is not known is waited for. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final PaceSettings limits;
  private final List<ServerLoad> loads;
  private final LongSupplier nanos;
  private final ScheduledExecutorService looking;
  private volatile Answer last;
  private volatile long known;

  private record Answer(Optional<Hindrance> hindrance, long at) {}

  private record Hindrance(String why, boolean unknown, Optional<ServerLoad.Unread> unread) {

    Hindrance(String why, boolean unknown) {
      this(why, unknown, Optional.empty());
    }
  }

  /** What cannot be known; {@code unread} if it is a heartbeat's fault. */
  record Unknown(String why, Optional<ServerLoad.Unread> unread) {}

  /** Begins to look. */
  static LoadWatch begin(PaceSettings limits, List<Site> sites) {
    LoadWatch watch = new LoadWatch(limits, loads(sites), System::nanoTime);
    watch.looking.scheduleWithFixedDelay(
        watch::look, 0, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  private static List<ServerLoad> loads(List<Site> sites) {
    return sites.stream().map(site -> site.target().load()).toList();
  }

  LoadWatch(PaceSettings limits, List<ServerLoad> loads, LongSupplier nanos) {
    this.limits = limits;
    this.loads = List.copyOf(loads);
    this.nanos = nanos;
    this.known = nanos.getAsLong();
    this.last =
        new Answer(
            Optional.of(new Hindrance("the servers are asked how much they have to do", true)),
            known);
    this.looking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "load");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * What cannot be known of the servers now; asks once, changes nothing, and closes what it is
   * given.
   */
  static List<Unknown> unknown(PaceSettings limits, Sites sites) {
    try (LoadWatch watch = new LoadWatch(limits.readOnly(), loads(sites.all()), System::nanoTime)) {
      return watch
          .asked()
          .filter(Hindrance::unknown)
          .map(hindrance -> new Unknown(hindrance.why(), hindrance.unread()))
          .distinct()
          .toList();
    }
  }

  /** What hinders, asked for as far as it is looked at. */
  private Stream<Hindrance> asked() {
    return loads.stream()
        .flatMap(
            load ->
                Stream.<Supplier<Stream<Hindrance>>>of(
                        () -> replicas(load),
                        () -> running(load).stream(),
                        () -> history(load).stream(),
                        () -> commit(load).stream())
                    .flatMap(Supplier::get));
  }

  /** Asks once. */
  void look() {
    Optional<Hindrance> hindrance = asked().findFirst();
    long now = nanos.getAsLong();
    if (hindrance.filter(Hindrance::unknown).isEmpty()) {
      known = now;
    }
    last = new Answer(hindrance, now);
  }

  /** Why the run should wait now, if it should. */
  Optional<String> hindrance() {
    Answer answer = last;
    return isOver(answer.at(), STALE)
        ? Optional.of("the servers do not answer how much they have to do")
        : answer.hindrance().map(Hindrance::why);
  }

  /** Why the run should not wait any longer, but end. */
  Optional<String> despair() {
    return isOver(known, PATIENCE)
        ? hindrance().map(why -> why + ", for " + PATIENCE.toMinutes() + " minutes now")
        : Optional.empty();
  }

  private boolean isOver(long since, Duration time) {
    return nanos.getAsLong() - since > time.toNanos();
  }

  private Stream<Hindrance> replicas(ServerLoad load) {
    return limits.maxReplicaLag().isEmpty()
        ? Stream.empty()
        : load.replicas().stream()
            .flatMap(replica -> behind(replica, limits.maxReplicaLag().get()).stream());
  }

  private static Optional<Hindrance> behind(ServerLoad.Replica replica, Duration most) {
    if (replica.behind().isEmpty()) {
      return Optional.of(
          new Hindrance(
              "how far the replica at "
                  + replica.place()
                  + " is behind is not known"
                  + replica.unread().map(unread -> ": " + unread.what()).orElse(""),
              true,
              replica.unread()));
    }
    Duration behind = replica.behind().get();
    return behind.compareTo(most) <= 0
        ? Optional.empty()
        : Optional.of(
            new Hindrance(
                "the replica at %s is %d s behind (limits.max-replica-lag: %d s)"
                    .formatted(replica.place(), behind.toSeconds(), most.toSeconds()),
                false));
  }

  private Optional<Hindrance> running(ServerLoad load) {
    return limits.maxRunning().isEmpty()
        ? Optional.empty()
        : tooMany(
            load.running(),
            limits.maxRunning().getAsLong(),
            "statements run at once",
            "limits.max-running");
  }

  private Optional<Hindrance> history(ServerLoad load) {
    return limits.maxHistory().isEmpty() || !load.keepsHistory()
        ? Optional.empty()
        : tooMany(
            load.history(),
            limits.maxHistory().getAsLong(),
            "old versions of rows are to be removed",
            "limits.max-history");
  }

  private Optional<Hindrance> commit(ServerLoad load) {
    if (limits.maxCommit().isEmpty()) {
      return Optional.empty();
    }
    Duration most = limits.maxCommit().get();
    Optional<Duration> taken = load.commit();
    if (taken.isEmpty()) {
      return Optional.of(new Hindrance("how long a commit takes is not known", true));
    }
    return taken
        .filter(time -> time.compareTo(most) > 0)
        .map(
            time ->
                new Hindrance(
                    "a commit takes %d ms (limits.max-commit-latency: %d ms)"
                        .formatted(time.toMillis(), most.toMillis()),
                    false));
  }

  private static Optional<Hindrance> tooMany(
      OptionalLong count, long most, String what, String setting) {
    if (count.isEmpty()) {
      return Optional.of(new Hindrance("how many " + what + " is not known", true));
    }
    return count.getAsLong() <= most
        ? Optional.empty()
        : Optional.of(
            new Hindrance(
                "%d %s (%s: %d)".formatted(count.getAsLong(), what, setting, most), false));
  }

  @Override
  public void close() {
    looking.shutdown();
    try {
      looking.awaitTermination(STALE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loads.forEach(ServerLoad::close);
  }
}
