package org.quietus.plan;

import java.util.List;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Table;
import org.quietus.policy.JobFile;
import org.quietus.request.Inbox;

/** Looks the table into which applications file requests up in the catalog. */
final class InboxFindings {
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
              if (!missing.isEmpty()) {
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

  private static List<String> missing(JobFile job, Table table) {
    return Inbox.columns(job).stream()
        .filter(column -> table.columns().keySet().stream().noneMatch(column::equalsIgnoreCase))
        .toList();
  }
}
