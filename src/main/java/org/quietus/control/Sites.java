package org.quietus.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;
import org.quietus.job.CannotRun;
import org.quietus.job.Unreached;
import org.quietus.ledger.Ledger;
import org.quietus.ledger.LedgerReader;
import org.quietus.plan.Step;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The databases of a job that were reached. The first of them is home: what is not beside the data
 * is in its control schema.
 */
public final class Sites {
  private final Map<String, Site> reached = new LinkedHashMap<>();
  private final Map<String, Unreached> unreached;

  private Sites(List<Site> reached, Map<String, Unreached> unreached) {
    reached.forEach(site -> this.reached.put(site.name(), site));
    this.unreached = new LinkedHashMap<>(unreached);
  }

  /**
   * The databases of a job.
   *
   * @param reached at least one, home first
   * @param unreached by name, why the others were not
   */
  public static Sites of(List<Site> reached, Map<String, Unreached> unreached) {
    if (reached.size() == 1) {
      Site only = reached.get(0);
      Control control = only.control().reading(new LedgerReader(jdbc(only)));
      return new Sites(List.of(only.withControl(control)), unreached);
    }
    List<Site> sites = new ArrayList<>(reached);
    Control home = reached.get(0).control();
    Sites[] made = new Sites[1];
    LedgerReader reader =
        LedgerReader.over(
            () -> Objects.requireNonNull(made[0]).ledgers().stream().map(Sites::jdbc).toList());
    sites.set(0, reached.get(0).withControl(home.reading(reader)));
    made[0] = new Sites(sites, unreached);
    return made[0];
  }

  private static JdbcTemplate jdbc(Site site) {
    return site.control().jdbc();
  }

  /** The one that keeps runs, requests and approvals. */
  public Site home() {
    return all().get(0);
  }

  /** All that were reached, home first. */
  public List<Site> all() {
    return List.copyOf(reached.values());
  }

  /** Those but home. */
  public List<Site> others() {
    return all().subList(1, reached.size());
  }

  /** Whether the job has several databases, reached or not. */
  public boolean areSeveral() {
    return reached.size() + unreached.size() > 1;
  }

  /** Why databases of the job were not reached, by name. */
  public Map<String, Unreached> unreached() {
    return unreached;
  }

  /** The database of that name, if it was reached. */
  public Optional<Site> find(String database) {
    return Optional.ofNullable(reached.get(database));
  }

  /** The database that a step works on. */
  public Site of(Step step) {
    return find(step.root().table().database()).orElseThrow();
  }

  /** These alone; home is always among them. */
  public Sites only(Set<String> names) {
    return new Sites(all().stream().filter(site -> names.contains(site.name())).toList(), Map.of());
  }

  /** Those that are not among some, which count as not reached. */
  public Sites without(Map<String, Unreached> some) {
    Map<String, Unreached> left = new LinkedHashMap<>(unreached);
    left.putAll(some);
    return of(all().stream().filter(site -> !some.containsKey(site.name())).toList(), left);
  }

  /**
   * One database for each control schema that is there, home first: databases of one server may
   * share theirs.
   */
  public List<Site> ledgers() {
    return areSeveral() ? List.copyOf(byPlace().values()) : all();
  }

  /** The same in an order that each job sees alike, whatever it calls them. */
  List<Site> inFixedOrder() {
    return areSeveral()
        ? byPlace().entrySet().stream()
            .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
            .map(Map.Entry::getValue)
            .toList()
        : all();
  }

  /** The database of {@link #ledgers} whose control schema is that of another one. */
  public Site ledgerOf(Site site) {
    return areSeveral()
        ? site.control()
            .schema()
            .identity()
            .map(place -> Objects.requireNonNull(byPlace().get(place)))
            .orElse(site)
        : site;
  }

  /** Those whose control schema is that of one of {@link #ledgers}, itself among them. */
  public List<Site> sharing(Site ledger) {
    return all().stream()
        .filter(site -> ledgerOf(site).name().equals(ledgerOf(ledger).name()))
        .toList();
  }

  private Map<String, Site> byPlace() {
    Map<String, Site> places = new LinkedHashMap<>();
    for (Site site : reached.values()) {
      site.control().schema().identity().ifPresent(place -> places.putIfAbsent(place, site));
    }
    return places;
  }

  /**
   * Where home keeps which holds there are on the tables of one of the job's databases. Those on
   * home, and on a database that shares its control schema, bind where they are kept.
   */
  public LegalHolds keptHolds(String database) {
    Site home = home();
    return find(database)
        .filter(site -> site == home || ledgerOf(site) == home)
        .map(site -> home.control().legalHolds(site.target().schema()))
        .orElseGet(() -> home.control().legalHolds(away(database)));
  }

  /** What home calls the place of the tables of a database that is not beside it. */
  public static String away(String database) {
    return "@" + database;
  }

  /** Whether the holds on the tables of a database bind beside its data, away from home. */
  public boolean isElsewhere(Site site) {
    return site != home() && ledgerOf(site) != home();
  }

  /** The ledger beside a database, to which home says what is noted there of backups. */
  public Ledger ledger(Site site) {
    Ledger there = site.control().ledger();
    Control home = home().control();
    return isElsewhere(site)
        ? there.withCopies(
            (run, request) ->
                Objects.requireNonNull(
                    home.transaction().execute(status -> home.ledger().keptInCopies(run, request))))
        : there;
  }

  /** All holds on the databases, released ones too, where the control schemas are there. */
  public List<LegalHold> legalHolds() {
    return reached.values().stream()
        .filter(site -> site.control().schema().hasHolds())
        .flatMap(site -> site.legalHolds().all().stream())
        .toList();
  }

  /** A database that keeps runs of a job and is not home, so that home knows nothing of them. */
  public Optional<String> formerHome(String job) {
    return others().stream()
        .filter(site -> site.control().schema().identity().isPresent() && isElsewhere(site))
        .filter(site -> !site.control().runs().latest(job, 1).isEmpty())
        .map(Site::name)
        .findFirst();
  }

  /** Makes the control schemas, or brings them up to date. */
  public void migrate() {
    for (Site site : all()) {
      try {
        site.control().schema().migrate();
      } catch (CannotRun e) {
        throw areSeveral()
            ? new CannotRun(e.exitCode(), "database '" + site.name() + "': " + e.getMessage())
            : e;
      }
    }
  }

  /** Two names of one database, if there are such. */
  public Optional<List<String>> twins() {
    Map<List<String>, String> seen = new LinkedHashMap<>();
    for (Site site : areSeveral() ? all() : List.<Site>of()) {
      Optional<String> place = site.control().schema().identity();
      String twin =
          place.isEmpty()
              ? null
              : seen.putIfAbsent(List.of(place.get(), site.target().schema()), site.name());
      if (twin != null) {
        return Optional.of(List.of(twin, site.name()));
      }
    }
    return Optional.empty();
  }
}
