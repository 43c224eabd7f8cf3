package org.quietus.policy;

import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.policy.calendar.Calendars;

/**
 * A job file: one controller's policy, where its data is, and what happens to it. Maps keep the
 * order of the file.
 *
 * @param zone the zone whose local days cutoffs are counted in
 * @param calendar the code of the calendar that working days are counted by, see {@link Calendars}
 * @param tenants by table, the column that tells whose data a row is of those the controller works
 *     for; none if there is no such thing
 * @param triggers where the triggers of a table write to, as somebody has looked it up: tables, or
 *     what else certificates are to name
 * @param formerSubjects kinds of persons, and purposes of kinds, that the job file does not have
 *     any more, each with the reason why nobody seeks them in copies
 * @param ignored what is left out on purpose, with the reason: a table, a column as {@code
 *     database.table.column}, or tables by a pattern with {@code *}
 * @param erasure by table; every table of a subject's graph needs an entry
 * @param recipients who is told of erasures, by name
 * @param answering who passes answers on to requesters; empty if people do
 * @param windDown that the service is closed; empty as long as it goes on
 * @param incidents how long after a run that did not do all of its work persons are told of it
 * @param approvalRequired whether the first fingerprint already needs {@code approve}
 * @param anonymisationRequired whether {@code pseudonymise} is forbidden
 */
public record JobFile(
    JobText text,
    String job,
    String controller,
    ZoneId zone,
    Optional<String> calendar,
    EvidenceSettings evidence,
    Map<String, DatabaseSettings> databases,
    Map<TableName, String> tenants,
    Map<TableName, List<String>> triggers,
    Map<String, SubjectType> subjects,
    Map<String, String> formerSubjects,
    Map<String, String> ignored,
    Map<TableName, Anonymisation> anonymise,
    Map<String, RetentionRule> retention,
    Map<TableName, ErasureRule> erasure,
    ErasureClock clock,
    Categories categories,
    RequestSettings requests,
    Map<String, RecipientSettings> recipients,
    Optional<RecipientSettings> answering,
    Map<String, ObjectStoreSettings> objectStores,
    Map<String, BackupSettings> backups,
    Map<String, FileSettings> files,
    Limits limits,
    Optional<WindDown> windDown,
    Optional<Period> incidents,
    boolean approvalRequired,
    boolean anonymisationRequired) {

  /** The kind of person of that name, or one purpose of a kind's, if there is one. */
  public Optional<SubjectType> subject(String name) {
    Optional<SubjectType> kind = Optional.ofNullable(subjects.get(Purpose.kind(name)));
    Optional<String> purpose = Purpose.purpose(name);
    return purpose.isEmpty()
        ? kind
        : kind.flatMap(of -> Optional.ofNullable(of.purposes().get(purpose.get())).map(of::only));
  }

  /** The other kinds that people of a kind are of, in databases of their own. */
  public List<SubjectType> sameAs(String kind) {
    String first = first(kind);
    return subjects.values().stream()
        .filter(other -> !other.name().equals(kind) && first(other.name()).equals(first))
        .toList();
  }

  private String first(String kind) {
    return Optional.ofNullable(subjects.get(kind))
        .flatMap(SubjectType::sameAs)
        .map(SameAs::subject)
        .orElse(kind);
  }

  /** The database beside whose data runs, requests and approvals are kept. */
  public String home() {
    return evidence.control().orElseGet(() -> databases.keySet().iterator().next());
  }

  /** The same job with what is about one of its databases alone. */
  public JobFile within(String database) {
    return databases.size() == 1 ? this : new JobPart(this, database).job();
  }

  /** Whether nobody seeks persons of a kind, or of a purpose of it, any more. */
  public boolean isFormerSubject(String name) {
    return formerSubjects.containsKey(name) || formerSubjects.containsKey(Purpose.kind(name));
  }

  /** The same in the copies of one database, in which the kind may have been before. */
  public boolean isFormerSubject(String name, String database) {
    return isFormerSubject(name)
        || formerSubjects.containsKey(FormerPlace.name(name, database))
        || formerSubjects.containsKey(FormerPlace.name(Purpose.kind(name), database));
  }

  /** Whether there are kinds of persons that nobody seeks in the copies of a database any more. */
  public boolean hasFormerSubjects(String database) {
    return formerSubjects.keySet().stream()
        .map(FormerPlace::database)
        .anyMatch(of -> of.isEmpty() || of.get().equals(database));
  }

  /**
   * Whether the moment of a row may be anonymised before a rule deletes it, with the whole row or
   * as one of the columns that go alone. A rule that keeps rows for a reason keeps them from being
   * anonymised by other rules, too.
   */
  public boolean anonymisesBefore(RetentionRule rule) {
    TableName table = rule.records();
    boolean byRule =
        rule.because().isEmpty()
            && retention.values().stream()
                .anyMatch(other -> other.records().equals(table) && other.then() == Then.ANONYMISE);
    Stream<ErasureRule> entries =
        Stream.concat(
            erasure.values().stream(),
            retention.values().stream().flatMap(other -> other.with().values().stream()));
    return byRule
        || subjects.values().stream().anyMatch(kind -> kind.takesAlone(table, rule.from()))
        || entries.anyMatch(
            entry -> entry.records().equals(table) && entry.then() == Then.ANONYMISE);
  }
}
