package org.quietus.plan.make;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;
import org.quietus.request.Inbox;

/** Looks the table into which applications file requests up in the catalog. */
final class InboxFindings {
  private static final String ID = "id";
  private static final Set<Column.Type> IDS =
      EnumSet.of(Column.Type.INTEGER, Column.Type.TEXT, Column.Type.UUID);

  private InboxFindings() {}

  /** Refuses an inbox that is not there or lacks a column. */
  static void check(JobFile job, Catalog catalog, Resolver resolver, Findings findings) {
    job.requests()
        .inbox()
        .filter(resolver::here)
        .ifPresent(
            name -> {
              List<String> missing =
                  catalog
                      .table(name.table())
                      .map(table -> missing(job, table))
                      .orElseGet(() -> Inbox.columns(job));
              if (missing.isEmpty()) {
                catalog.table(name.table()).ifPresent(table -> checkKey(name, table, findings));
              } else {
                findings.refuse(
                    "NO-INBOX",
                    Pointer.to("requests", "inbox"),
                    catalog.table(name.table()).isEmpty()
                        ? "there is no table '" + name + "' for requests to be filed in"
                        : "the inbox '" + name + "' lacks: " + String.join(", ", missing),
                    "make it as sql/samples/inbox.sql does");
              }
            });
  }

  /** A row is marked as taken by its id, and loses its identifier: no other one may have it. */
  private static void checkKey(TableName name, Table table, Findings findings) {
    Column id = table.columnInAnyCase(ID).orElseThrow();
    if (!IDS.contains(id.type()) || !Indexes.unique(table, List.of(id.name()))) {
      findings.refuse(
          "INBOX-KEY",
          Pointer.to("requests", "inbox"),
          "column '"
              + id.name()
              + "' of the inbox '"
              + name
              + "', of type "
              + id.typeName()
              + ", does not name each request by itself",
          "make it a whole number or a text, and the primary key, as sql/samples/inbox.sql does");
    }
  }

  private static List<String> missing(JobFile job, Table table) {
    return Inbox.columns(job).stream()
        .filter(column -> table.columns().keySet().stream().noneMatch(column::equalsIgnoreCase))
        .toList();
  }
}
