package org.quietus.run.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.quietus.job.PaceOrder;
import org.quietus.job.Waiting;
import org.quietus.target.RowRate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes way for others. Before each chunk a slot asks whether it may begin it: what an operator
 * orders, and what the server's load says, is looked at by a thread of its own, so that asking
 * costs nothing. With no chunk open nothing is locked while a run waits.
 *
 * <p>Where others are at work it goes gently by itself, see {@link MakingWay}.
 *
 * <p>The cap on rows that are changed is one bucket that all slots share; what is read has one for
 * each database.
 */
public final class Pace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pace.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final Means means;
  private final ScheduledExecutorService looking;
  private final MakingWay way;
  private final RowRate rate;
  private volatile StopSwitch stop = new StopSwitch();
  private volatile PaceOrder order = PaceOrder.NONE;
  private volatile Optional<String> hindrance = Optional.empty();
  private volatile boolean hindering;
  private volatile Map<String, String> busy = Map.of();
  private final Set<String> asking = ConcurrentHashMap.newKeySet();
  private Optional<Waiting> noted = Optional.empty();
  private Set<String> gentle = Set.of();
  private boolean begun;

  /**
   * What a pace is made of.
   *
   * @param slots how many the run was started with
   * @param rowsPerSecond the cap of the job file, 0 for none
   * @param orders what an operator wants now
   * @param over why no chunk may begin any more, if it is so; asked before each chunk
   * @param hopeless why waiting is of no use any more, if it is so; asked by whoever waits
   * @param hindrances reasons to wait for whoever works; each is asked once in every look
   * @param byPlace the same for those who work in one database, by its name
   * @param reads what limits how much is read
   * @param others who else is at work on the servers, looked at while no chunk is open
   * @param notes where it is written what the run waits for
   * @param words what the run's listener is told
   */
  public record Means(
      int slots,
      long rowsPerSecond,
      Supplier<PaceOrder> orders,
      Supplier<Optional<String>> over,
      Supplier<Optional<String>> hopeless,
      List<Supplier<Optional<String>>> hindrances,
      Map<String, Supplier<Optional<String>>> byPlace,
      ReadCaps reads,
      MakingWay.Others others,
      Consumer<Optional<Waiting>> notes,
      Consumer<String> words,
      Clock clock) {}

  /** Whether a slot may begin a chunk. */
  enum Turn {
    BEGIN,
    WAIT,
    /** For a moment it shall not even ask the database whether anything is left to do. */
    REST,
    /** There are more slots than there should be, and this is one of them. */
    LEAVE
  }

  public Pace(Means means) {
    this(means, System::nanoTime);
  }

  Pace(Means means, LongSupplier nanos) {
    this.means = means;
    this.rate = new RowRate(nanos);
    this.rate.limit(means.rowsPerSecond());
    this.way = new MakingWay(means.others(), nanos);
    this.looking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "pace");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to look; {@code asked} is what ends the run when somebody or something wants that. */
  void watch(StopSwitch asked) {
    stop = asked;
    begin();
  }

  /** Begins to look, before there is anything that could be ended. */
  public void begin() {
    if (!begun) {
      begun = true;
      if (!means.hindrances().isEmpty() || !means.byPlace().isEmpty()) {
        look(); // no chunk begins before it is known that it may
      }
      looking.scheduleWithFixedDelay(
          this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Looks once. A database that cannot be asked is the chunks' matter; the last orders stand. */
  void look() {
    lookUp(this::readOrders);
    lookUp(
        () -> {
          busy = busy();
          hindrance = hindrance();
          note();
        });
    lookUp(this::makeWay);
  }

  private void makeWay() {
    try {
      way.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Map<String, String> others = way.others();
    others.forEach(
        (place, what) -> {
          if (!gentle.contains(place)) {
            say("makes way: " + what + "; 'limits: { make-way: false }' would not");
          }
        });
    gentle.stream()
        .filter(place -> !others.containsKey(place))
        .forEach(place -> say("has the server of database '" + place + "' for itself again"));
    gentle = others.keySet();
  }

  private void say(String words) {
    LOG.info("{}", words);
    means.words().accept(words);
  }

  private static void lookUp(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.debug("the pace could not be looked up", e);
    }
  }

  private void readOrders() {
    order = means.orders().get();
    means.reads().order(order);
    rate.limit(rowsPerSecond());
    if (order.wish() == PaceOrder.Wish.STOP) {
      stop.request("stopped by 'quietus stop' after the chunks that were open");
    }
  }

  private Optional<String> hindrance() {
    if (order.wish() == PaceOrder.Wish.PAUSE) {
      return Optional.of("'quietus pause'; 'quietus resume' lets it go on");
    }
    return means.hindrances().stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
  }

  /** Why to wait in some databases, by their names. */
  private Map<String, String> busy() {
    Map<String, String> found = new LinkedHashMap<>();
    means.byPlace().forEach((place, why) -> why.get().ifPresent(one -> found.put(place, one)));
    return found;
  }

  private Optional<String> waitsFor() {
    return hindrance.isPresent()
        ? hindrance.filter(why -> hindering)
        : busy.entrySet().stream()
            .filter(entry -> asking.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .or(means.reads()::reason);
  }

  /** A part of the run that does not ask, such as reading again, does not wait either. */
  private void note() {
    if (hindrance.isEmpty()) {
      hindering = false;
    }
    asking.retainAll(busy.keySet());
    Optional<String> waitsFor = waitsFor();
    if (noted.map(Waiting::reason).equals(waitsFor)) {
      return;
    }
    Instant now = means.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Optional<Waiting> wait = waitsFor.map(reason -> new Waiting(reason, now));
    means.notes().accept(wait);
    noted = wait;
    say(waitsFor.map(reason -> "waits: " + reason).orElse("goes on"));
  }

  /** Asked before each chunk, by a slot of a database. */
  Turn turn(int slot, String place) {
    means.over().get().or(means.hopeless()).ifPresent(stop::request);
    if (way.isBreathing()) {
      return Turn.REST;
    }
    if (slot >= slots()) {
      return Turn.LEAVE;
    }
    if (!way.mayBegin(place)) {
      return Turn.REST;
    }
    boolean held = means.reads().holdUp(place) || !rate.owed().isZero();
    return isWaiting(place) || held ? Turn.WAIT : Turn.BEGIN;
  }

  /** How many slots there should be now. */
  int slots() {
    return order.slots().orElse(means.slots());
  }

  /**
   * The most rows of a database's next chunk: none takes what is allowed for more than a second,
   * and beside others it is small.
   */
  int most(String place, int rows) {
    int most = way.isGentle(place) ? Math.min(rows, MakingWay.SMALL) : rows;
    return means.reads().most(place, (int) rate.most(most));
  }

  /** Says that a chunk begins. */
  void begins(String place) {
    way.begins(place);
  }

  /** Says that a chunk has ended, whatever came of it. */
  void ended(String place, Duration took) {
    way.ended(place, took);
  }

  /** Says that a chunk changed so many rows. */
  void changed(long rows) {
    rate.took(rows);
  }

  private long rowsPerSecond() {
    return order.rowsPerSecond().orElse(means.rowsPerSecond());
  }

  /** Whether what comes between chunks, such as the next object, has to wait. */
  boolean holdsUp(String place) {
    if (!isWaiting(place)) {
      return false;
    }
    means.hopeless().get().ifPresent(stop::request);
    return !stop.isStopping();
  }

  /** Asked by whoever waits if it is so. */
  boolean isWaiting(String place) {
    boolean waiting = hindrance.isPresent();
    if (waiting) {
      hindering = true;
    }
    boolean here = busy.containsKey(place);
    if (here) {
      asking.add(place);
    }
    return waiting || here;
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
