package org.quietus.cli;

import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.set.StoredBackups;
import org.quietus.backup.set.Stores;
import org.quietus.certificate.Tool;
import org.quietus.control.Sites;
import org.quietus.database.ConnectionFailure;
import org.quietus.database.KeysHidden;
import org.quietus.database.engine.OpenDatabase;
import org.quietus.job.CannotRun;
import org.quietus.job.DatabaseDown;
import org.quietus.job.JobSession;
import org.quietus.job.Unreached;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.run.TargetJobSession;

/**
 * The databases of a job as they are opened: nothing goes without home, and one of the others may
 * be down for a while, or not be usable. All that is wrong with any of them is told at once.
 */
final class OpenDatabases {
  private final JobFile job;
  private final Clock clock;
  private final Map<String, OpenDatabase> open = new LinkedHashMap<>();
  private final Map<String, Unreached> unreached = new LinkedHashMap<>();

  OpenDatabases(JobFile job, Clock clock) {
    this.job = job;
    this.clock = clock;
  }

  /**
   * Connects to all of them.
   *
   * @throws DatabaseDown if home cannot be worked on, with what is wrong with the others too
   */
  JobSession session(RetryPolicy patience, Supplier<Tool> tool) {
    open(home());
    job.databases().values().stream().filter(one -> one != home()).forEach(this::open);
    if (unreached.containsKey(job.home())) {
      close();
      throw new DatabaseDown(unreached.values());
    }
    OpenDatabase atHome = open.values().iterator().next();
    return new TargetJobSession(
        job,
        Sites.of(
            open.values().stream()
                .map(one -> TargetJobSession.site(job, one.catalog(), one, one.control(), clock))
                .toList(),
            unreached),
        new StoredBackups(
            job,
            open.values().stream()
                .collect(Collectors.toMap(OpenDatabase::name, OpenDatabase::catalog)),
            atHome.control().dataSource(),
            clock,
            new Stores(job.objectStores(), store -> Stores.open(store, clock, patience)),
            StoredBackups.KEYS_AT_ONCE),
        tool,
        this::close);
  }

  private DatabaseSettings home() {
    return Objects.requireNonNull(job.databases().get(job.home()));
  }

  private void open(DatabaseSettings settings) {
    try {
      OpenDatabase database = OpenDatabase.open(settings, clock);
      database.reads().limit(job.limits().pace().rowsReadPerSecond().orElse(0));
      open.put(settings.name(), database);
    } catch (SQLException e) {
      failed(settings, e);
    } catch (KeysHidden e) {
      toMend(settings, "KEYS-HIDDEN", "database '" + settings.name() + "': " + e.what(), e.mend());
    } catch (IllegalArgumentException e) {
      toMend(
          settings,
          "BAD-URL",
          "the url of database '" + settings.name() + "' cannot be used",
          text(e.getMessage()));
    }
  }

  private void failed(DatabaseSettings settings, SQLException failure) {
    ConnectionFailure why = ConnectionFailure.of(settings.url(), failure);
    if (why.cause() == ConnectionFailure.Cause.IN_USE) {
      throw CannotRun.locked(settings.name());
    }
    Problem problem = problem(settings, why.id(), why.what(settings.name()), why.mend());
    unreached.put(settings.name(), new Unreached(problem, why.cause().passing()));
  }

  private void toMend(DatabaseSettings settings, String id, String what, String mend) {
    unreached.put(settings.name(), Unreached.toMend(problem(settings, id, what, mend)));
  }

  private Problem problem(DatabaseSettings settings, String id, String what, String mend) {
    return job.text().problem(id, "/databases/" + settings.name(), what, mend);
  }

  private static String text(@Nullable String text) {
    return text == null ? "unknown" : text;
  }

  /** Disconnects. */
  void close() {
    open.values().forEach(OpenDatabase::close);
  }
}
