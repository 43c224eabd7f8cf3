package org.quietus.certificate;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A deletion certificate: what was removed, on whose behalf, how it was verified, and what remains.
 * One whose numbers contradict each other cannot be made, whether from a ledger or from a file.
 *
 * @param clock of the request; empty for a run
 * @param subject the commitment to the person; empty for a run
 * @param targets none if a request was refused; one with zero counts where nothing matched
 * @param categories what the targets' counts come to for each category of data, by name
 * @param verification empty if it did not come to that
 */
public record Certificate(
    Identity identity,
    Authority authority,
    Optional<LegalClock> clock,
    Optional<SubjectCommitment> subject,
    List<TargetRecord> targets,
    List<CategoryTotals> categories,
    Optional<Verification> verification,
    Residuals residuals,
    NotRemoved notRemoved,
    List<Recipient> recipients,
    Outcomes result) {

  /** Outcomes that need not show in the other parts. */
  private static final Set<Outcome> UNSEEN =
      Set.of(Outcome.FAILED, Outcome.PARTIAL, Outcome.REFUSED);

  public Certificate {
    Occasion.Kind kind = identity.occasion().kind();
    boolean ofRequest = kind == Occasion.Kind.REQUEST;
    if (clock.isPresent() != ofRequest || subject.isPresent() != ofRequest) {
      throw new IllegalArgumentException(
          "a request's certificate has a clock and a subject, a run's has neither");
    }
    targets = targets.stream().map(target -> target.shownFor(kind)).toList();
    verification = verification.map(reading -> reading.shownFor(kind));
    recipients = List.copyOf(recipients);
    refuseUnknownNames(authority, targets, verification);
    notRemoved.reconcile(targets);
    categories = List.copyOf(categories);
    if (!categories.equals(CategoryTotals.of(targets))) {
      throw new IllegalArgumentException("the counts by category are not those of the targets");
    }
    refuseRefusal(result, ofRequest, targets, notRemoved);
    Set<Outcome> demanded = demanded(targets, verification, residuals, notRemoved);
    if (!Outcomes.of(withUnseen(demanded, result.all())).all().equals(result.all())) {
      throw new IllegalArgumentException("the outcome does not follow from what is stated");
    }
  }

  /**
   * A certificate whose outcome follows from what it states.
   *
   * @param alsoFound outcomes that do not show in the other parts: {@code FAILED} for an abandoned
   *     run, {@code PARTIAL} for an unreachable target, {@code REFUSED} for a request; others do
   *     not count
   */
  public static Certificate of(
      Identity identity,
      Authority authority,
      Optional<LegalClock> clock,
      Optional<SubjectCommitment> subject,
      List<TargetRecord> targets,
      Optional<Verification> verification,
      Residuals residuals,
      NotRemoved notRemoved,
      List<Recipient> recipients,
      Set<Outcome> alsoFound) {
    Set<Outcome> demanded = demanded(targets, verification, residuals, notRemoved);
    return new Certificate(
        identity,
        authority,
        clock,
        subject,
        targets,
        CategoryTotals.of(targets),
        verification,
        residuals,
        notRemoved,
        recipients,
        Outcomes.of(withUnseen(demanded, alsoFound)));
  }

  /** The certificate's id. */
  public String id() {
    return identity.id();
  }

  /** How the run or request ended. */
  public Outcome outcome() {
    return result.outcome();
  }

  /**
   * Whether another certificate attests the same erasure, though it may have been issued, and read
   * again, at another moment.
   */
  boolean attestsTheSameAs(Certificate other) {
    return identity.id().equals(other.identity.id())
        && identity.type() == other.identity.type()
        && authority.equals(other.authority)
        && subject.equals(other.subject)
        && targets.equals(other.targets)
        && notRemoved.equals(other.notRemoved)
        && recipients.equals(other.recipients)
        && result.equals(other.result);
  }

  private static Set<Outcome> demanded(
      List<TargetRecord> targets,
      Optional<Verification> verification,
      Residuals residuals,
      NotRemoved notRemoved) {
    EnumSet<Outcome> demanded = EnumSet.noneOf(Outcome.class);
    for (TargetRecord target : targets) {
      Counts counts = target.counts();
      if (counts.failed() > 0 || counts.ambiguous() > 0 || !isChecked(target, verification)) {
        demanded.add(Outcome.PARTIAL);
      }
      if (counts.held() > 0 || counts.restricted() > 0) {
        demanded.add(Outcome.HELD);
      }
    }
    if (verification.stream().flatMap(v -> v.checks().stream()).anyMatch(c -> c.due() > 0)) {
      demanded.add(Outcome.FAILED);
    }
    if (notRemoved.kept().stream().anyMatch(NotRemoved.Kept::legalMinimum)) {
      demanded.add(Outcome.DEFERRED_BY_LAW);
    }
    if (!residuals.copies().isEmpty()) {
      demanded.add(Outcome.COMPLETE_WITH_RESIDUALS);
    }
    return demanded;
  }

  private static boolean isChecked(TargetRecord target, Optional<Verification> verification) {
    return verification.stream()
        .flatMap(reading -> reading.checks().stream())
        .anyMatch(check -> check.target().equals(target.name()));
  }

  private static void refuseUnknownNames(
      Authority authority, List<TargetRecord> targets, Optional<Verification> verification) {
    SafeText.unique(
        "target with the same rules and method",
        targets.stream().map(t -> List.of(t.name(), t.rules(), t.method())).toList());
    List<String> rules = authority.rules().stream().map(Authority.AppliedRule::id).toList();
    if (!targets.stream().allMatch(target -> rules.containsAll(target.rules()))) {
      throw new IllegalArgumentException("a target names a rule that the authority does not");
    }
    List<String> names = targets.stream().map(TargetRecord::name).toList();
    if (!verification.stream()
        .flatMap(reading -> reading.checks().stream())
        .allMatch(check -> names.contains(check.target()))) {
      throw new IllegalArgumentException("an unknown target was read again");
    }
  }

  private static Set<Outcome> withUnseen(Set<Outcome> demanded, Set<Outcome> claimed) {
    EnumSet<Outcome> all = EnumSet.noneOf(Outcome.class);
    all.addAll(claimed);
    all.retainAll(UNSEEN);
    all.addAll(demanded);
    return all;
  }

  private static void refuseRefusal(
      Outcomes result, boolean ofRequest, List<TargetRecord> targets, NotRemoved notRemoved) {
    if (result.outcome() != Outcome.REFUSED) {
      return;
    }
    if (!ofRequest || !targets.isEmpty() || notRemoved.refusals().isEmpty()) {
      throw new IllegalArgumentException(
          "only a request can be refused, with a code, and then it has no targets");
    }
  }
}
