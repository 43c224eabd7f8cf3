package org.quietus.run.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quietus.control.Control;
import org.quietus.job.CannotRun;
import org.quietus.job.HashListDesk;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.CombinedIdentifier;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.HashList;
import org.quietus.request.Hashed;
import org.quietus.request.ListStatuses;
import org.quietus.request.ListedRequests;
import org.quietus.request.Requester;
import org.quietus.request.Role;
import org.quietus.run.person.ListedPersons;
import org.quietus.run.person.ListedPersons.Listed;
import org.quietus.target.Target;

/** The desk for lists of a job whose control schema can be reached. */
public final class OpenHashListDesk implements HashListDesk {
  private static final int REQUESTS_AT_ONCE = 1_000;
  private static final int ENTRIES_AT_ONCE = 20_000;

  private final JobFile job;
  private final Plan plan;
  private final Target target;
  private final Control control;
  private final IntakeDesk desk;

  public OpenHashListDesk(JobFile job, Plan plan, Target target, Control control, IntakeDesk desk) {
    this.job = job;
    this.plan = plan;
    this.target = target;
    this.control = control;
    this.desk = desk;
  }

  @Override
  public Taken take(
      HashList list, String subject, Requester requester, Instant received, Role role) {
    SubjectType kind = kind(list, subject);
    Step step = plan.stepsOf(subject).get(0);
    control.schema().migrate();
    ListedRequests listed = new ListedRequests(control.jdbc(), job.job(), list.hashed().name());
    ListedPersons persons = new ListedPersons(target, step, kind, list, ENTRIES_AT_ONCE);
    Set<String> nameless = new HashSet<>();
    int filed = 0;
    int several = 0;
    boolean more = true;
    while (more) {
      Set<String> settled = listed.entries();
      settled.addAll(nameless);
      ListedPersons.Found found = persons.in(settled, requester, received);
      desk.requireListable(found.requests().stream().map(Listed::request).toList());
      for (List<Listed> some : batches(found.requests())) {
        List<Listed> taken = desk.takeListed(listed, some, role);
        filed += taken.size();
        several += (int) taken.stream().filter(one -> one.reviewed().isEmpty()).count();
      }
      nameless.addAll(found.nameless());
      more = found.more();
    }
    return new Taken(
        filed, several, nameless.size(), new ListStatuses(list, listed.statuses(), nameless));
  }

  private SubjectType kind(HashList list, String subject) {
    SubjectType kind =
        job.subject(subject)
            .filter(known -> !plan.stepsOf(subject).isEmpty())
            .orElseThrow(
                () -> refused("the job file has no subject '" + subject + "' that is erased"));
    if (list.hashed() instanceof Hashed.Combined combined) {
      requireCombined(combined.identifier(), kind);
    } else if (list.hashed() instanceof Hashed.One one
        && kind.identifiers().values().stream().noneMatch(one.type().type()::isNamed)) {
      throw refused(
          "subject '"
              + subject
              + "' has no identifier of type "
              + one.type()
              + ", which the list holds; name its column under 'identifiers'");
    }
    return kind;
  }

  private void requireCombined(CombinedIdentifier combined, SubjectType kind) {
    if (!combined.subject().equals(kind.name())) {
      throw refused(
          "a list of "
              + combined.name()
              + " is about subject '"
              + combined.subject()
              + "'; leave --subject out");
    }
  }

  private CannotRun refused(String why) {
    return new CannotRun(CannotRun.REFUSED, job.text().file() + ": " + why);
  }

  /** The requests of one entry stay together, so that it is taken in whole or not at all. */
  private static List<List<Listed>> batches(List<Listed> requests) {
    List<List<Listed>> batches = new ArrayList<>();
    String last = "";
    for (Listed one : requests) {
      boolean full =
          batches.isEmpty() || batches.get(batches.size() - 1).size() >= REQUESTS_AT_ONCE;
      if (full && !one.entry().equals(last)) {
        batches.add(new ArrayList<>());
      }
      batches.get(batches.size() - 1).add(one);
      last = one.entry();
    }
    return batches;
  }
}
