package org.quietus.coverage;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.ColumnName;
import org.quietus.policy.Edge;
import org.quietus.policy.ErasureRule;
import org.quietus.policy.JobFile;
import org.quietus.policy.NoticeRoute;
import org.quietus.policy.RecipientSettings;
import org.quietus.policy.SharedTable;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.policy.Then;

/**
 * What the job file has something done with: whole tables, whose rows are deleted sooner or later,
 * or single columns. Whether every row is reached is not asked.
 */
final class Covered {
  private final JobFile job;
  private final String database;
  private final Set<String> whole = new TreeSet<>();
  private final Map<String, Set<String>> columns = new TreeMap<>();
  private final Set<String> shared = new HashSet<>();
  private final Set<String> anonymised = new HashSet<>();

  Covered(JobFile job, String database) {
    this.job = job;
    this.database = database;
    job.retention()
        .values()
        .forEach(
            rule -> {
              disposed(rule.records(), rule.then());
              rule.with().values().forEach(this::disposed);
            });
    job.erasure().values().forEach(this::disposed);
    job.subjects().values().forEach(this::subject);
    job.files()
        .values()
        .forEach(
            set -> {
              set.namedBy().forEach(this::column);
              set.persons()
                  .forEach((subject, paths) -> persons(subject, Set.copyOf(paths.values())));
            });
    job.requests().inbox().ifPresent(this::wholeTable);
    Stream.concat(job.recipients().values().stream(), job.answering().stream())
        .map(RecipientSettings::route)
        .forEach(this::route);
  }

  private void route(NoticeRoute route) {
    if (route instanceof NoticeRoute.Outbox outbox) {
      wholeTable(outbox.table());
    }
  }

  private void disposed(ErasureRule rule) {
    disposed(rule.records(), rule.then());
  }

  private void disposed(TableName table, Then then) {
    if (then == Then.DELETE) {
      wholeTable(table);
    } else if (isHere(table) && job.anonymise().containsKey(table)) {
      anonymised.add(table.table());
      job.anonymise().get(table).with().keySet().forEach(column -> column(table, column));
      job.anonymise().get(table).mark().ifPresent(column -> column(table, column));
    }
  }

  private void subject(SubjectType subject) {
    subject.owns().forEach(this::edge);
    for (SharedTable each : subject.shares()) {
      shared.add(each.table().table());
      each.own().forEach((pointer, own) -> own.forEach(column -> column(each.table(), column)));
    }
    subject
        .purposes()
        .values()
        .forEach(
            purpose -> {
              purpose.rows().forEach(this::wholeTable);
              purpose
                  .columns()
                  .forEach((table, some) -> some.forEach(column -> column(table, column)));
            });
  }

  private void edge(Edge edge) {
    column(edge.from());
  }

  private void persons(String subject, Set<String> some) {
    job.subject(subject).ifPresent(kind -> some.forEach(column -> column(kind.records(), column)));
  }

  private boolean isHere(TableName table) {
    return table.database().equals(database);
  }

  private void wholeTable(TableName table) {
    if (isHere(table)) {
      whole.add(table.table());
    }
  }

  private void column(ColumnName column) {
    column(column.table(), column.column());
  }

  private void column(TableName table, String column) {
    if (isHere(table)) {
      columns.computeIfAbsent(table.table(), name -> new LinkedHashSet<>()).add(column);
    }
  }

  /** Whether something is done with the column; what others are computed from goes with them. */
  boolean covers(Table table, Column column) {
    return whole.contains(table.name())
        || columns.getOrDefault(table.name(), Set.of()).contains(column.name())
        || (column.generated() && !column.computedFrom().isEmpty());
  }

  /** Whether rows of the table are deleted. */
  boolean deletes(String table) {
    return whole.contains(table);
  }

  /** Whether the job file names the table at all. */
  boolean names(String table) {
    return whole.contains(table)
        || columns.containsKey(table)
        || shared.contains(table)
        || job.subjects().values().stream()
            .anyMatch(subject -> subject.records().equals(new TableName(database, table)));
  }

  /** Whether rows of the table are anonymised, and by whatever column is left as they are. */
  boolean anonymises(String table) {
    return anonymised.contains(table);
  }

  /** Whether rows of the table stay because they are several persons'. */
  boolean shares(String table) {
    return shared.contains(table);
  }
}
