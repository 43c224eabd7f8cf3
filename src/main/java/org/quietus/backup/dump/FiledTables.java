package org.quietus.backup.dump;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.FilingTables;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/**
 * The tables of a database that hold identifiers of persons though they are in no person's graph:
 * the one that requests are filed in, and those that notices and answers are left in.
 *
 * @param inbox empty if requests are not filed in a table of that database
 * @param subjects the kinds of data subjects of the job
 * @param ofTenants whether what is filed has to say whose customer a person is
 */
public record FiledTables(
    Optional<Table> inbox, List<Table> outboxes, Set<String> subjects, boolean ofTenants) {

  /** Those of a database that has none. */
  public static final FiledTables NONE =
      new FiledTables(Optional.empty(), List.of(), Set.of(), false);

  public static final String ID = "id";
  public static final String SUBJECT = "subject";
  public static final String TENANT = "tenant";
  public static final String TYPE = "identifier_type";
  public static final String VALUE = "identifier_value";
  public static final String RECEIVED = "received_at";
  public static final String NOTICE = "notice_id";
  public static final String BODY = "body";
  public static final String CREATED = "created_at";

  private static final List<String> OF_INBOX = List.of(ID, SUBJECT, TYPE, VALUE, RECEIVED);
  private static final List<String> OF_OUTBOX = List.of(NOTICE, BODY, CREATED);

  public FiledTables {
    outboxes = List.copyOf(outboxes);
    subjects = Set.copyOf(subjects);
  }

  /** Those that a job file names and a database has. */
  public static FiledTables of(JobFile job, String database, Catalog catalog) {
    Function<TableName, Stream<Table>> here =
        name ->
            name.database().equals(database)
                ? catalog.table(name.table()).stream()
                : Stream.empty();
    FilingTables filing = FilingTables.of(job);
    return new FiledTables(
        filing.inbox().stream()
            .flatMap(here)
            .filter(table -> hasAll(table, ofInbox(!job.tenants().isEmpty())))
            .findFirst(),
        filing.outboxes().stream()
            .sorted(Comparator.comparing(TableName::toString))
            .flatMap(here)
            .filter(table -> hasAll(table, OF_OUTBOX))
            .toList(),
        job.subjects().keySet(),
        !job.tenants().isEmpty());
  }

  private static List<String> ofInbox(boolean ofTenants) {
    return ofTenants ? Stream.concat(OF_INBOX.stream(), Stream.of(TENANT)).toList() : OF_INBOX;
  }

  /** A table without them is refused before a run begins. */
  private static boolean hasAll(Table table, List<String> columns) {
    return columns.stream().allMatch(column -> table.columnInAnyCase(column).isPresent());
  }

  /** Whether a table is one of them. */
  public boolean has(Table table) {
    return !isNone() && all().anyMatch(one -> is(one, table));
  }

  private boolean isNone() {
    return inbox.isEmpty() && outboxes.isEmpty();
  }

  /** Whether a table is the one that requests are filed in. */
  public boolean isInbox(Table table) {
    return inbox.filter(one -> is(one, table)).isPresent();
  }

  private static boolean is(Table one, Table other) {
    return one.name().equals(other.name());
  }

  /** All of them. */
  public Stream<Table> all() {
    return Stream.concat(inbox.stream(), outboxes.stream());
  }

  /** The columns of a table that tell whose a row is; none of one that is not among them. */
  List<String> needed(Table table) {
    List<String> columns = isInbox(table) ? ofInbox(ofTenants) : has(table) ? OF_OUTBOX : List.of();
    return columns.stream()
        .flatMap(column -> table.columnInAnyCase(column).stream())
        .map(Column::name)
        .toList();
  }
}
