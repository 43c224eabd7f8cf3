package org.quietus.plan.make;

import java.util.List;
import java.util.stream.Stream;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/**
 * Refuses triggers on tables that a run changes until somebody has said where they write to: what
 * they copy outlives what is removed.
 */
final class TriggerFindings {
  /** These belong to a schema change that preflight refuses. */
  private static final String OF_SCHEMA_CHANGE = "pt_osc_";

  private final JobFile job;
  private final Resolver resolver;
  private final Findings findings;

  TriggerFindings(JobFile job, Resolver resolver, Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.findings = findings;
  }

  void check(List<Step> steps) {
    steps.stream()
        .flatMap(step -> Stream.concat(Stream.of(step.root()), step.members().stream()))
        .filter(member -> !job.triggers().containsKey(member.table()))
        .forEach(member -> triggers(member).forEach(trigger -> refuse(member.table(), trigger)));
    job.triggers().forEach(this::acknowledged);
  }

  private static List<Table.Trigger> triggers(Member member) {
    if (member.action() instanceof Action.Leave) {
      return List.of();
    }
    String change = member.action() instanceof Action.Delete ? "DELETE" : "UPDATE";
    return member.catalogTable().triggers().stream()
        .filter(trigger -> trigger.isFiredBy(change))
        .filter(trigger -> !trigger.name().startsWith(OF_SCHEMA_CHANGE))
        .toList();
  }

  private void refuse(TableName table, Table.Trigger trigger) {
    findings.refuse(
        "TRIGGER",
        Pointer.to("databases", table.database()),
        "trigger '"
            + trigger.name()
            + "' runs whenever a row of '"
            + table
            + "' is changed, and may keep a copy of it",
        "look where it writes to, and add e.g. 'triggers: { acknowledged: { "
            + table
            + ": [ "
            + table
            + "_audit ] } }', or an empty list if it copies nothing");
  }

  private void acknowledged(TableName table, List<String> places) {
    String pointer = Pointer.to("triggers", "acknowledged", table);
    resolver.existing(table, pointer);
    for (int n = 0; n < places.size(); n++) {
      if (places.get(n).startsWith(table.database() + ".")) {
        resolver.existing(TableName.parse(places.get(n)), pointer + "/" + n);
      }
    }
  }
}
