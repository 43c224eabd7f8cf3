package org.quietus.certificate;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.quietus.evidence.Digest;

/**
 * On whose behalf and by which rules records were removed.
 *
 * @param controller the controller's name, an organisation
 * @param job the job's name
 * @param tenant on whose behalf alone, where the controller works for several
 * @param zone whose local days cutoffs are counted in
 * @param jobFile digest of the job file's text, before substitution
 * @param rules those that this occasion applied
 * @param purpose the one that consent was withdrawn for; empty if not for one alone
 * @param ground code of the request's ground
 * @param requester role of who asked, a code, never a name
 * @param approver role of who approved, a code, never a name
 * @param bypass of retentions in object stores; empty if none was bypassed
 */
public record Authority(
    String controller,
    String job,
    Optional<String> tenant,
    ZoneId zone,
    Digest jobFile,
    List<AppliedRule> rules,
    Optional<String> purpose,
    Optional<String> ground,
    Optional<String> requester,
    Optional<String> approver,
    Optional<RetentionBypass> bypass) {

  /** An authority under which no retention was bypassed. */
  public Authority(
      String controller,
      String job,
      Optional<String> tenant,
      ZoneId zone,
      Digest jobFile,
      List<AppliedRule> rules,
      Optional<String> purpose,
      Optional<String> ground,
      Optional<String> requester,
      Optional<String> approver) {
    this(
        controller,
        job,
        tenant,
        zone,
        jobFile,
        rules,
        purpose,
        ground,
        requester,
        approver,
        Optional.empty());
  }

  public Authority {
    SafeText.line("the controller", controller);
    SafeText.line("the job's name", job);
    tenant.ifPresent(name -> SafeText.line("the tenant", name));
    purpose.ifPresent(name -> SafeText.line("the purpose", name));
    SafeText.codes("the ground", ground);
    SafeText.codes("the requester's role", requester);
    SafeText.codes("the approver's role", approver);
    rules = List.copyOf(rules);
    SafeText.unique("rule", rules.stream().map(AppliedRule::id).toList());
  }

  /**
   * A rule as it was applied.
   *
   * @param id the rule's name in the job file
   * @param keep how long records are kept; empty if they go at once
   * @param startEvent the column that the period starts at
   * @param cutoff the absolute moment; what started strictly earlier was due
   */
  public record AppliedRule(
      String id, Optional<Period> keep, Optional<String> startEvent, Optional<Instant> cutoff) {

    public AppliedRule {
      SafeText.line("a rule's id", id);
      startEvent.ifPresent(column -> SafeText.line("a start event", column));
      cutoff = cutoff.map(moment -> IssuedAtPrecision.shown(moment, Occasion.Kind.RUN));
    }
  }
}
