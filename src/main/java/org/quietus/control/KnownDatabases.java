package org.quietus.control;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.job.CannotRun;
import org.quietus.job.Unreached;
import org.quietus.ledger.Runs;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Knows at home which databases a job works on. Another one with the same tables, to which a url
 * leads by mistake, would lose its rows, and those that should go would be certified as gone.
 */
public final class KnownDatabases {
  private final JobFile job;
  private final Sites sites;
  private final Control home;

  /** Those of a job. */
  public KnownDatabases(JobFile job, Sites sites) {
    this.job = job;
    this.sites = sites;
    this.home = sites.home().control();
  }

  /** As a database was when the job last took it for its own. */
  private record Known(String place, String schema, long token) {

    boolean isAt(Site site) {
      return site.control().schema().identity().equals(Optional.of(place))
          && site.target().schema().equals(schema);
    }
  }

  /**
   * The databases that are not those that the job worked on before, by name, and how that shows.
   */
  public Map<String, Problem> strangers() {
    Map<String, Problem> strangers = new LinkedHashMap<>();
    if (sites.areSeveral()) {
      Map<String, Known> known = known();
      for (Site site : sites.all()) {
        difference(site, known).ifPresent(how -> strangers.put(site.name(), problem(site, how)));
      }
    }
    return strangers;
  }

  /**
   * Refuses all databases that are not those that are meant.
   *
   * @throws InvalidInput with each of them
   */
  public void requireAll() {
    refuse(strangers().values());
  }

  /**
   * Refuses a home that is not the one that is meant.
   *
   * @throws InvalidInput if it is so
   */
  public void requireHome() {
    Optional.ofNullable(strangers().get(sites.home().name()))
        .ifPresent(why -> refuse(List.of(why)));
  }

  private static void refuse(Collection<Problem> strangers) {
    if (!strangers.isEmpty()) {
      throw new InvalidInput(List.copyOf(strangers));
    }
  }

  /** Home, and of the other databases those that are the ones that are meant. */
  public Sites own() {
    Map<String, Unreached> strangers = new LinkedHashMap<>();
    strangers().forEach((name, why) -> strangers.put(name, Unreached.toMend(why)));
    strangers.remove(sites.home().name());
    return strangers.isEmpty() ? sites : sites.without(strangers);
  }

  private Optional<String> difference(Site site, Map<String, Known> known) {
    @Nullable Known before =
        names(site, known).stream()
            .map(known::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    if (before == null) {
      return site == sites.home() && known.isEmpty() ? strangerToRuns() : Optional.empty();
    }
    Optional<String> place = site.control().schema().identity();
    if (place.isEmpty()) {
      return Optional.of("no control schema of its runs is beside its data");
    }
    if (!place.get().equals(before.place())) {
      return Optional.of("the control schema beside its data is another one");
    }
    if (!site.target().schema().equals(before.schema())) {
      return Optional.of(
          "its tables are in '"
              + site.target().schema()
              + "', and were in '"
              + before.schema()
              + "'");
    }
    return site.control().fence().newest() < before.token()
        ? Optional.of(
            "it is older than the last run left it, as one that was restored, or a copy that was"
                + " made before")
        : Optional.empty();
  }

  /** Home has never had a run of the job, and others have. */
  private Optional<String> strangerToRuns() {
    if (home.schema().exists() && !home.runs().latest(job.job(), 1).isEmpty()) {
      return Optional.empty();
    }
    return sites.others().stream()
        .filter(site -> !site.control().schema().identity().equals(home.schema().identity()))
        .filter(site -> site.control().schema().has("run_database"))
        .filter(site -> site.control().databases().isOf(job.job()))
        .findFirst()
        .map(
            site ->
                "database '" + site.name() + "' has had runs of the job of which it knows nothing");
  }

  private Problem problem(Site site, String how) {
    String name = site.name();
    return job.text()
        .problem(
            "OTHER-DATABASE",
            "/databases/" + name,
            "database '%s' is not the one that job '%s' worked on before: %s"
                .formatted(name, job.job(), how),
            ("correct its 'url'; if it was moved or restored, look at it with 'quietus plan %1$s',"
                    + " then: quietus approve %1$s FINGERPRINT --database %2$s")
                .formatted(job.text().file(), name));
  }

  /** Whether a database of the job is another one than it once called by a name. */
  public boolean isOther(String once, Site site) {
    return !once.equals(site.name())
        && (job.databases().containsKey(once)
            || Optional.ofNullable(known().get(once)).filter(was -> !was.isAt(site)).isPresent());
  }

  /** What a database is called, and what the job file called it before and does not any more. */
  public List<String> names(Site site) {
    return names(site, known());
  }

  private List<String> names(Site site, Map<String, Known> known) {
    return Stream.concat(
            Stream.of(site.name()),
            known.entrySet().stream()
                .filter(one -> !job.databases().containsKey(one.getKey()))
                .filter(one -> one.getValue().isAt(site) || mayBe(one.getValue(), site))
                .map(Map.Entry::getKey))
        .toList();
  }

  /**
   * Whether a database may have come to lie elsewhere beside its control schema; what is beside
   * home is restored with it.
   */
  private boolean mayBe(Known was, Site site) {
    return sites.isElsewhere(site)
        && site.control().schema().identity().equals(Optional.of(was.place()))
        && sites.all().stream().noneMatch(was::isAt);
  }

  private Map<String, Known> known() {
    Map<String, Known> known = new LinkedHashMap<>();
    if (home.schema().has("known_database")) {
      home.jdbc()
          .query(
              "SELECT database_name, place, schema_name, token FROM quietus.known_database WHERE"
                  + " job = ?",
              row -> {
                known.put(
                    row.getString(1),
                    new Known(row.getString(2), row.getString(3), row.getLong(4)));
              },
              job.job());
    }
    return known;
  }

  /** Takes all databases for those that are meant, of which a run has just taken the fences. */
  public void note(long token) {
    if (sites.areSeveral()) {
      home.transaction()
          .executeWithoutResult(
              status -> {
                home.fence().check(token);
                sites.all().forEach(site -> note(site, token));
              });
    }
  }

  /**
   * Takes a database for the one that is meant from now on, since a person says so.
   *
   * @throws CannotRun if what an unfinished run did in the former one would not be certified
   */
  public void accept(String name) {
    Site site = sites.find(name).orElseThrow();
    site.control().schema().migrate();
    Known before = known().get(name);
    Optional<Runs.Run> open = home.runs().open(job.job());
    if (open.isPresent() && before != null && !before.isAt(site)) {
      throw new CannotRun(
          CannotRun.WAITS,
          "run %1$s has begun in another database '%2$s', and is unfinished; let it end there, or abandon it: quietus abandon %3$s %1$s"
              .formatted(open.get().id(), name, job.text().file()));
    }
    home.transaction().executeWithoutResult(status -> note(site, site.control().fence().newest()));
  }

  private void note(Site site, long token) {
    JdbcTemplate jdbc = home.jdbc();
    jdbc.update(
        "DELETE FROM quietus.known_database WHERE job = ? AND database_name = ?",
        job.job(),
        site.name());
    jdbc.update(
        "INSERT INTO quietus.known_database (job, database_name, place, schema_name, token) VALUES"
            + " (?, ?, ?, ?, ?)",
        job.job(),
        site.name(),
        place(site),
        site.target().schema(),
        token);
  }

  private static String place(Site site) {
    return site.control().schema().identity().orElseThrow();
  }
}
