package org.quietus.run;

import java.util.List;
import org.quietus.hold.Hold;
import org.quietus.hold.Holds;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.run.person.FrozenRows;
import org.quietus.run.person.Requested;
import org.quietus.subject.Identifier;
import org.quietus.target.GoneKeys;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;
import org.quietus.target.Target;

/**
 * Whom a run seeks in backups: persons of requests, as the plan knows them, unless they are held.
 */
final class SoughtPersons {
  private final JobFile job;
  private final Plan plan;
  private final Target target;
  private final GoneKeys gone;

  SoughtPersons(JobFile job, Plan plan, Target target, GoneKeys gone) {
    this.job = job;
    this.plan = plan;
    this.target = target;
    this.gone = gone;
  }

  /** Whether it is known for good who a request is about. */
  static boolean isKnown(Requested requested) {
    return requested.request().resolvedAt().isPresent() && !requested.person().isAmbiguous();
  }

  /** Whether a request's person is in the database that is planned for. */
  boolean isHere(Requested requested) {
    return !steps(requested).isEmpty();
  }

  /**
   * Whether a hold protects a request's person: in the data, or, where these rows are gone, by the
   * same identifiers.
   */
  boolean isHeld(Requested requested, Holds holds) {
    return isHeld(
        subject(requested), steps(requested), requested.person(), requested.traits(), holds);
  }

  /** Whether a hold protects a person who is sought. */
  boolean isHeld(Sought sought, Holds holds) {
    return isHeld(sought.subject(), List.of(sought.step()), sought.keys(), sought.traits(), holds);
  }

  private boolean isHeld(
      SubjectType subject, List<Step> steps, PersonKeys person, PersonTraits traits, Holds holds) {
    return holds.ofPersons().stream().anyMatch(hold -> isSame(hold, traits, subject))
        || steps.stream().anyMatch(step -> target.isHeld(step, subject, person, holds));
  }

  private static boolean isSame(Hold.OfPersons hold, PersonTraits traits, SubjectType subject) {
    List<Identifier> known = traits.identifiers(subject);
    return hold.table().equals(subject.records().table())
        && hold.identifiers().stream().anyMatch(one -> known.stream().anyMatch(one::isSameAs));
  }

  private SubjectType subject(Requested requested) {
    return subject(requested.request().subject());
  }

  private SubjectType subject(String name) {
    return job.subject(name).orElseThrow();
  }

  private List<Step> steps(Requested requested) {
    return plan.stepsOf(requested.request().subject());
  }

  /** How a request's person is sought, by each step that erases such persons. */
  List<Sought> of(Requested requested) {
    return steps(requested).stream().map(step -> sought(requested, step)).toList();
  }

  /** Where a key of theirs is somebody else's today, what hangs on it may be too. */
  private Sought sought(Requested requested, Step step) {
    String request = requested.request().id();
    PersonKeys person =
        step.looseJoins().isEmpty()
            ? requested.person()
            : new FrozenRows(step).with(requested.person(), gone.of(request));
    return new Sought(
        request,
        step,
        subject(requested),
        person.gone(target.stillGone(step, person.gone())),
        requested.traits());
  }
}
