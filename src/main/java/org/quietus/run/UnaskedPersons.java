package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.quietus.job.RunListener;
import org.quietus.plan.Plan;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequests;
import org.quietus.run.person.PersonsFound;
import org.quietus.run.person.PersonsFound.Whom;

/**
 * Takes in requests of persons who are erased without having asked: children without consent, and
 * everybody when the service is wound down. Says who is left.
 */
final class UnaskedPersons {
  private final OpenJob open;
  private final JobFile job;
  private final boolean windDown;

  UnaskedPersons(OpenJob open, boolean windDown) {
    this.open = open;
    this.job = open.job();
    this.windDown = windDown;
  }

  /** Takes them in; a line for each reason why some are left. */
  List<String> takeIn(Plan plan, Instant asOf, RunListener listener) {
    List<String> left = new ArrayList<>();
    for (Whom whom : who()) {
      PersonsFound.Found found = open.intake().takeFound(persons(plan, whom), asOf);
      if (!found.persons().isEmpty()) {
        listener.note(name(whom) + ": " + Counted.of(found.persons().size(), "new request"));
      }
      left.addAll(found.unread());
      left.addAll(left(whom, found.nameless(), found.more()));
    }
    left.forEach(listener::note);
    return left;
  }

  /** The same lines for a run that has taken them in already. */
  List<String> left(Plan plan, ErasureRequests requests, Instant asOf) {
    List<String> left = new ArrayList<>();
    for (Whom whom : who()) {
      PersonsFound.Found found = persons(plan, whom).in(requests, asOf);
      boolean more = whom == Whom.EVERYBODY && (found.more() || !found.persons().isEmpty());
      left.addAll(found.unread());
      left.addAll(left(whom, found.nameless(), more));
    }
    return left;
  }

  private PersonsFound persons(Plan plan, Whom whom) {
    return new PersonsFound(job, plan, open.sites(), whom);
  }

  private Set<Whom> who() {
    Set<Whom> who = EnumSet.noneOf(Whom.class);
    if (job.subjects().values().stream().anyMatch(subject -> subject.minor().isPresent())) {
      who.add(Whom.MINORS);
    }
    if (windDown) {
      who.add(Whom.EVERYBODY);
    }
    return who;
  }

  private static List<String> left(Whom whom, long nameless, boolean more) {
    List<String> left = new ArrayList<>();
    if (nameless > 0) {
      left.add(
          name(whom)
              + " that are left, since nothing in their row identifies them or tells its tenant"
              + " by a name of letters and digits: "
              + nameless
              + "; erase these rows by a retention rule, or complete them");
    }
    if (more) {
      left.add(name(whom) + ": there are more of them; run it again for the others");
    }
    return left;
  }

  private static String name(Whom whom) {
    return whom == Whom.MINORS ? "children without consent" : "persons of the closed service";
  }
}
