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
import org.quietus.run.person.ListedInBackups;
import org.quietus.run.person.ListedPersons;
import org.quietus.run.person.ListedPersons.Listed;
import org.quietus.target.Backups;
import org.quietus.target.Target;

/** The desk for lists of a job whose control schema can be reached. */
public final class OpenHashListDesk implements HashListDesk {
  private static final int REQUESTS_AT_ONCE = 1_000;
  private static final int ENTRIES_AT_ONCE = 20_000;

  private final JobFile job;
  private final Plan plan;
  private final Target target;
  private final Backups backups;
  private final Control control;
  private final IntakeDesk desk;

  public OpenHashListDesk(
      JobFile job, Plan plan, Target target, Backups backups, Control control, IntakeDesk desk) {
    this.backups = backups;
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
    Intake intake =
        new Intake(new ListedRequests(control.jdbc(), job.job(), list.hashed().name()), list, role);
    ListedPersons persons =
        new ListedPersons(target, step, kind, list, requester, received, ENTRIES_AT_ONCE);
    while (intake.take(persons.in(intake.settled()))) {
      // the next ones
    }
    return inBackups(
        intake,
        new ListedInBackups(
            target, backups, step, kind, list, requester, received, ENTRIES_AT_ONCE));
  }

  /** Of whom nothing is known yet is looked for in backups, too. */
  private Taken inBackups(Intake intake, ListedInBackups persons) {
    int before = intake.filed;
    Set<String> known = intake.known();
    List<String> unread = List.of();
    boolean more = known.size() < intake.list.ids().size();
    while (more) {
      ListedInBackups.Found found = persons.in(known);
      unread = found.unread();
      more = intake.take(found.persons());
      known = intake.known();
    }
    return intake.taken(intake.filed - before, unread);
  }

  /** What has been taken in of one list. */
  private final class Intake {
    private final ListedRequests listed;
    private final HashList list;
    private final Role role;
    private final Set<String> nameless = new HashSet<>();
    private int filed;
    private int several;

    private Intake(ListedRequests listed, HashList list, Role role) {
      this.listed = listed;
      this.list = list;
      this.role = role;
    }

    private Set<String> settled() {
      return withNameless(listed.settled(list));
    }

    private Set<String> known() {
      return withNameless(listed.known(list));
    }

    private Set<String> withNameless(Set<String> entries) {
      entries.addAll(nameless);
      return entries;
    }

    /** Takes in who was found; returns whether there are others. */
    private boolean take(ListedPersons.Found found) {
      desk.requireListable(found.requests().stream().map(Listed::request).toList());
      for (List<Listed> some : batches(found.requests())) {
        List<Listed> taken = desk.takeListed(listed, some, role);
        filed += taken.size();
        several += (int) taken.stream().filter(one -> one.reviewed().isEmpty()).count();
      }
      nameless.addAll(found.nameless());
      return found.more();
    }

    private Taken taken(int inBackups, List<String> unread) {
      return new Taken(
          filed,
          inBackups,
          several,
          nameless.size(),
          unread,
          new ListStatuses(list, listed.statuses(list), nameless));
    }
  }

  private SubjectType kind(HashList list, String subject) {
    SubjectType kind =
        job.subject(subject)
            .filter(known -> !plan.stepsOf(subject).isEmpty())
            .orElseThrow(
                () ->
                    refused(
                        "the job file has no subject '"
                            + subject
                            + "' that is erased in '"
                            + job.home()
                            + "', where alone lists are looked up"));
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
