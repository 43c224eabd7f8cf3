package org.quietus.policy;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables that hold identifiers of persons though they are in no person's graph: the one that
 * requests are filed in, and those that notices and answers are left in.
 */
public record FilingTables(Optional<TableName> inbox, Set<TableName> outboxes) {

  public FilingTables {
    outboxes = Set.copyOf(outboxes);
  }

  /** Those that a job file names. */
  public static FilingTables of(JobFile job) {
    return new FilingTables(
        job.requests().inbox(),
        Stream.concat(job.recipients().values().stream(), job.answering().stream())
            .map(RecipientSettings::route)
            .filter(NoticeRoute.Outbox.class::isInstance)
            .map(route -> ((NoticeRoute.Outbox) route).table())
            .collect(Collectors.toSet()));
  }

  /** All of them. */
  public Stream<TableName> all() {
    return Stream.concat(inbox.stream(), outboxes.stream()).distinct();
  }

  /** Whether a database has any. */
  public boolean areIn(String database) {
    return all().anyMatch(table -> table.database().equals(database));
  }
}
