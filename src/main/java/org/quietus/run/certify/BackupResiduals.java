package org.quietus.run.certify;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.RetentionBypass;
import org.quietus.job.Scope;
import org.quietus.ledger.Runs;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.FileSettings;
import org.quietus.policy.FilingTables;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.OnErasure;
import org.quietus.target.BackupEnd;
import org.quietus.target.Backups;

/** The backups that somebody could still retrieve removed rows from. */
final class BackupResiduals {
  /** What is said of copies in which some kind of person is sought no more. */
  private static final String FORMER = "former-subject";

  private final JobFile job;
  private final Backups backups;

  /** How those of a run have ended: certificates are issued when nothing of it changes any more. */
  private final Map<String, List<BackupEnd>> ended = new HashMap<>();

  private final Map<String, Map<String, List<String>>> outliving = new HashMap<>();
  private final Map<String, Boolean> bypassed = new HashMap<>();

  BackupResiduals(JobFile job, Backups backups) {
    this.job = job;
    this.backups = backups;
  }

  /**
   * One copy for each set and protection. What a retention rule removes stays in backups until they
   * expire; a person who was taken out of them stays only in those that were not searched.
   *
   * @param database whose rows alone the view is of; empty if it is of all databases
   * @param filed whether copies of what was filed for the person count
   */
  List<Residuals.Copy> of(Runs.Run run, LedgerView view, Optional<String> database, boolean filed) {
    return database
        .map(one -> places(one, filed))
        .orElseGet(() -> job.databases().keySet().stream().map(name -> new Place(name, false)))
        .flatMap(place -> of(run, view, place).stream())
        .toList();
  }

  /**
   * Where copies of a person's rows may be.
   *
   * @param filed whether nothing but what was filed for the person may be there
   */
  private record Place(String database, boolean filed) {}

  /** A person's own database, and those in which something may have been filed for them. */
  private Stream<Place> places(String database, boolean filed) {
    FilingTables filing = FilingTables.of(job);
    return Stream.concat(
        Stream.of(new Place(database, false)),
        job.databases().keySet().stream()
            .filter(other -> filed && !other.equals(database) && filing.areIn(other))
            .map(other -> new Place(other, true)));
  }

  private List<Residuals.Copy> of(Runs.Run run, LedgerView view, Place place) {
    String database = place.database();
    Set<String> sets = sets(place).map(ObjectSet::name).collect(Collectors.toSet());
    boolean rules = !view.isOfRequest() && view.changedByRules(database);
    boolean persons = hasRequests(view, database, sets);
    boolean any = rules || persons;
    List<BackupEnd> seen =
        ended.computeIfAbsent(run.id(), backups::ends).stream()
            .filter(end -> sets.contains(end.set()))
            .toList();
    List<BackupEnd> ends =
        seen.stream().filter(end -> any || end.isNotExamined() || isHeldFile(end)).toList();
    Map<String, Residuals.Copy> copies = new LinkedHashMap<>();
    for (BackupEnd end : ends) {
      if (isLeft(end, rules, persons) || (!view.isOfRequest() && isHeldFile(end))) {
        Residuals.Copy copy = copy(end.set(), end.protection().orElseThrow(), end.latestExpiry());
        copies.merge(copy.of() + " " + copy.protection(), copy, this::later);
      }
    }
    List<Residuals.Copy> all = new ArrayList<>(copies.values());
    if (any || seen.stream().anyMatch(end -> end.state().equals("expired"))) {
      outliving
          .computeIfAbsent(run.id(), backups::outliving)
          .forEach(
              (set, codes) ->
                  codes.stream()
                      .filter(code -> sets.contains(set))
                      .forEach(code -> all.add(replica(set, code))));
    }
    if (any && !Scope.of(run.scope()).contains(Scope.BACKUPS)) {
      Stream.concat(
              job.backups().values().stream()
                  .filter(set -> set.database().equals(database))
                  .map(BackupSettings::name),
              files(place).filter(set -> persons).map(FileSettings::name))
          .forEach(set -> all.add(copy(set, BackupEnd.NOT_EXAMINED, Optional.empty())));
    }
    if (!view.isOfRequest() && job.hasFormerSubjects(database)) {
      all.addAll(passedOver(place, FORMER));
    }
    return view.isOfRequest() ? all : all.stream().map(BackupResiduals::notFollowed).toList();
  }

  /** Whether the persons are a database's; those of the only one may be in no line of it. */
  private boolean hasRequests(LedgerView view, String database, Set<String> sets) {
    return job.databases().size() == 1 || view.isOfRequest()
        ? view.hasRequests()
        : view.hasRequestsIn(place -> place.equals(database) || sets.contains(place));
  }

  /** What a bucket copied elsewhere stays there, whatever is removed from it. */
  private static Residuals.Copy replica(String set, String code) {
    return new Residuals.Copy(Residuals.Place.REPLICA, set, code, Optional.empty(), false);
  }

  /** Which retentions were bypassed, and why that is allowed. */
  Optional<RetentionBypass> bypass(Runs.Run run, Optional<String> request) {
    boolean any =
        bypassed.computeIfAbsent(run.id(), id -> !backups.bypassed(id, Optional.empty()).isEmpty());
    if (!any) {
      return Optional.empty();
    }
    List<RetentionBypass.Of> sets =
        backups.bypassed(run.id(), request).entrySet().stream()
            .map(set -> new RetentionBypass.Of(set.getKey(), set.getValue(), why(set.getKey())))
            .toList();
    return sets.isEmpty() ? Optional.empty() : Optional.of(new RetentionBypass(sets));
  }

  /** As the job file has it, which a run keeps to from its start to its end. */
  private String why(String set) {
    return Stream.concat(
            job.backups().values().stream().map(BackupSettings::set),
            job.files().values().stream().map(FileSettings::set))
        .filter(each -> each.name().equals(set))
        .map(each -> Objects.requireNonNull(job.objectStores().get(each.store())).terms())
        .flatMap(terms -> terms.bypassGovernance().stream())
        .findFirst()
        .orElse("the job file allows it");
  }

  /** Only certificates of requests are followed up. */
  private static Residuals.Copy notFollowed(Residuals.Copy copy) {
    return new Residuals.Copy(
        copy.place(), copy.of(), copy.protection(), copy.latestExpiry(), false);
  }

  /** Whether a hold keeps records that have outlived their period. */
  private boolean isHeldFile(BackupEnd end) {
    return job.files().containsKey(end.set())
        && end.protection().filter("held"::equals).isPresent();
  }

  private Stream<ObjectSet> sets(Place place) {
    return Stream.concat(
        job.backups().values().stream()
            .filter(set -> set.database().equals(place.database()))
            .map(BackupSettings::set),
        files(place).map(FileSettings::set));
  }

  private Stream<FileSettings> files(Place place) {
    return job.files().values().stream()
        .filter(set -> !place.filed() && set.database().equals(place.database()));
  }

  /**
   * Backups hold what was removed by a rule, too. Files are no copies of it; they are left if it
   * was not looked in them for persons.
   */
  private boolean isLeft(BackupEnd end, boolean rules, boolean persons) {
    @Nullable FileSettings files = job.files().get(end.set());
    if (files == null) {
      return end.isResidual() || (rules && end.protection().isPresent());
    }
    boolean others = !files.namedBy().isEmpty() && end.state().equals("unexpired");
    return persons
        && !others
        && (end.isResidual()
            || (files.persons().isEmpty()
                && files.namedBy().isEmpty()
                && end.protection().isPresent()));
  }

  /** What a person may still be in whom a hold spared while others were sought. */
  List<Residuals.Copy> ofSpared(String database, boolean filed) {
    return passedOver(database, filed, "held");
  }

  /** The same of a person of whom it has to be reviewed first who it is. */
  List<Residuals.Copy> ofUnknown(Runs.Run run, LedgerView view, String database, boolean filed) {
    Set<Residuals.Copy> copies = new LinkedHashSet<>(of(run, view, Optional.of(database), filed));
    copies.addAll(passedOver(database, filed, BackupEnd.NOT_EXAMINED));
    return List.copyOf(copies);
  }

  private List<Residuals.Copy> passedOver(String database, boolean filed, String why) {
    return places(database, filed).flatMap(place -> passedOver(place, why).stream()).toList();
  }

  private List<Residuals.Copy> passedOver(Place place, String why) {
    return sets(place)
        .filter(ObjectSet::isRewritten)
        .map(set -> copy(set.name(), why, Optional.empty()))
        .toList();
  }

  /** What waits to be replaced or to expire, or is beyond use, is followed up when seen gone. */
  private Residuals.Copy copy(String set, String protection, Optional<LocalDate> latestExpiry) {
    boolean followUp =
        job.backups().values().stream()
            .anyMatch(each -> each.name().equals(set) && each.onErasure() != OnErasure.REWRITE);
    return new Residuals.Copy(Residuals.Place.BACKUP, set, protection, latestExpiry, followUp);
  }

  private Residuals.Copy later(Residuals.Copy one, Residuals.Copy other) {
    Optional<LocalDate> latest =
        one.latestExpiry()
            .flatMap(day -> other.latestExpiry().map(also -> day.isAfter(also) ? day : also));
    return copy(one.of(), one.protection(), latest);
  }
}
