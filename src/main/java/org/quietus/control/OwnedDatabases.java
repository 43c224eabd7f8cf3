package org.quietus.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.quietus.job.CannotRun;

/**
 * The databases that one run owns, all that it touches: their locks and their fences, both taken in
 * an order that is the same for every job, so that no two of them wait for each other.
 */
public final class OwnedDatabases implements AutoCloseable {
  private final Sites sites;
  private final List<RunLock> locks = new ArrayList<>();

  private OwnedDatabases(Sites sites) {
    this.sites = sites;
  }

  /**
   * Takes the locks; the control schemas are there.
   *
   * @throws CannotRun with {@link CannotRun#LOCKED} if another run holds one for longer than {@code
   *     patience}
   */
  public static OwnedDatabases take(Sites sites, Duration patience) {
    OwnedDatabases owned = new OwnedDatabases(sites);
    long end = System.nanoTime() + patience.toNanos();
    boolean all = false;
    try {
      for (Site site : sites.inFixedOrder()) {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        owned.locks.add(RunLock.take(site.control().access().lock().get(), site.name(), left));
      }
      all = true;
    } finally {
      if (!all) {
        owned.close();
      }
    }
    return owned;
  }

  /**
   * Takes the next token at every fence, after which no earlier owner can commit a chunk anywhere.
   *
   * @return the token, the same for all of them
   */
  public long fence(String job) {
    List<Site> places = sites.inFixedOrder();
    if (sites.all().size() == 1) {
      return places.get(0).control().fence().take(job);
    }
    long token =
        1 + places.stream().mapToLong(site -> site.control().fence().newest()).max().orElse(0);
    places.forEach(site -> site.control().fence().take(job, token));
    sites.all().forEach(site -> requireSeen(site, token));
    return token;
  }

  /** A copy of a database has the identity of its original, and a fence of its own. */
  private static void requireSeen(Site site, long token) {
    if (site.control().fence().newest() != token) {
      throw new CannotRun(
          CannotRun.REFUSED,
          "the control schema of database '"
              + site.name()
              + "' is a copy of that of another database of this job; give it an identity of its"
              + " own there: UPDATE quietus.place SET name = '"
              + UUID.randomUUID()
              + "'");
    }
  }

  /** What to do when one of the locks is found lost. */
  public void onLoss(Runnable action) {
    locks.forEach(lock -> lock.onLoss(action));
  }

  @Override
  public void close() {
    locks.forEach(RunLock::close);
  }
}
