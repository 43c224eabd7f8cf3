package org.quietus.run;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.RejectedRows;
import org.quietus.run.desk.IntakeDesk;
import org.quietus.subject.Identifier;
import org.quietus.subject.TokenKind;
import org.quietus.target.Others;
import org.quietus.target.Sought;

/**
 * Rows of the inbox that were rejected, and name somebody whom a run erases: they lose the
 * identifier at once, unless it may be somebody else's, and keep why they were rejected.
 */
final class RejectedFilings {
  private final JobFile job;
  private final IntakeDesk intake;
  private final Others others;

  RejectedFilings(JobFile job, IntakeDesk intake, Others others) {
    this.job = job;
    this.intake = intake;
    this.others = others;
  }

  /** Forgets persons whose rows go, none of them held. */
  void forget(Collection<Sought> persons, Instant at) {
    List<Sought> erased =
        persons.stream().filter(person -> person.subject().purpose().isEmpty()).toList();
    if (!erased.isEmpty()) {
      intake.forgetRejected(at, row -> erased.stream().anyMatch(person -> isTheirs(row, person)));
    }
  }

  private boolean isTheirs(RejectedRows.Row row, Sought person) {
    boolean after = row.received().filter(at -> at.isAfter(person.keys().erasedAt())).isPresent();
    return !after
        && isOfKind(row, person.subject())
        && !row.told().isEmpty()
        && row.told().stream().allMatch(told -> isOfNoOther(told, person))
        && isOfTenant(row, person);
  }

  private boolean isOfNoOther(Identifier told, Sought person) {
    return TokenKind.of(told.type()).isStrong()
        && person.identifiers().stream().anyMatch(told::isSameAs)
        && !others.have(person, told);
  }

  /** A kind that the job file does not have is none. */
  private boolean isOfKind(RejectedRows.Row row, SubjectType subject) {
    Optional<String> kind = row.subject().filter(job.subjects()::containsKey);
    return kind.isPresent() ? kind.get().equals(subject.name()) : job.subjects().size() == 1;
  }

  private static boolean isOfTenant(RejectedRows.Row row, Sought person) {
    return person.subject().tenant().isEmpty() || row.tenant().equals(person.traits().tenant());
  }
}
