package org.quietus.run.certify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.certificate.Authority;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Verification;

/**
 * What the certificate before says is kept: one that is issued because a person was found in a
 * backup takes its place, and the run behind it did not look at what a law keeps in the data.
 *
 * @param before empty if nothing is carried over
 * @param ofAnother whether they are of earlier requests of the same person, by which rows are kept
 *     that the run could not find again
 */
record CarriedOver(List<Certificate> before, boolean ofAnother) {
  static final CarriedOver NOTHING = new CarriedOver(List.of(), false);

  CarriedOver {
    before = List.copyOf(before);
  }

  /** These targets, and those of which records are kept that none of them tells of. */
  List<TargetRecord> targets(List<TargetRecord> own) {
    Set<String> names = names(own);
    Map<String, TargetRecord> kept = new LinkedHashMap<>();
    before.stream()
        .flatMap(certificate -> certificate.targets().stream())
        .filter(target -> target.counts().kept() > 0 && !names.contains(target.name()))
        .forEach(target -> kept.merge(target.name(), target.keptAlone(), TargetRecord::andKept));
    List<TargetRecord> all = new ArrayList<>(own);
    all.removeIf(target -> kept.containsKey(target.name()));
    all.addAll(kept.values());
    return all;
  }

  /** What is kept on these targets, and on those that are carried over beside them. */
  NotRemoved notRemoved(NotRemoved own, List<TargetRecord> ownTargets) {
    Set<String> names = names(ownTargets);
    List<NotRemoved.Kept> kept = new ArrayList<>(own.kept());
    before.stream()
        .flatMap(certificate -> certificate.notRemoved().kept().stream())
        .filter(one -> !names.contains(one.target()))
        .forEach(kept::add);
    return new NotRemoved(kept, own.holds(), own.refusals());
  }

  /** These checks, and how the targets that are carried over were read again. */
  Optional<Verification> verification(Optional<Verification> own, List<TargetRecord> all) {
    if (before.isEmpty()) {
      return own;
    }
    Set<String> names = names(all);
    return own.map(
        reading -> {
          List<Verification.Check> checks = new ArrayList<>(reading.checks());
          Set<String> checked = new HashSet<>();
          checks.forEach(check -> checked.add(check.target()));
          Map<List<Object>, Verification.Check> carried = new LinkedHashMap<>();
          before.stream()
              .flatMap(certificate -> certificate.verification().stream())
              .flatMap(earlier -> earlier.checks().stream())
              .filter(check -> names.contains(check.target()) && !checked.contains(check.target()))
              .forEach(
                  check ->
                      carried.merge(
                          List.of(check.target(), check.query()), check, Verification.Check::plus));
          checks.addAll(carried.values());
          return new Verification(reading.at(), reading.how(), reading.connection(), checks);
        });
  }

  /** These rules, and those that the targets that are carried over name. */
  List<Authority.AppliedRule> rules(List<Authority.AppliedRule> own, List<TargetRecord> all) {
    Set<String> known = new HashSet<>();
    own.forEach(rule -> known.add(rule.id()));
    List<Authority.AppliedRule> rules = new ArrayList<>(own);
    before.stream()
        .flatMap(certificate -> certificate.authority().rules().stream())
        .filter(rule -> all.stream().anyMatch(target -> target.rules().contains(rule.id())))
        .filter(rule -> known.add(rule.id()))
        .forEach(rules::add);
    return rules;
  }

  /** Those that the run looked at, or found something in. */
  private Set<String> names(List<TargetRecord> targets) {
    Set<String> names = new HashSet<>();
    targets.stream()
        .filter(target -> !ofAnother || target.counts().matched() > 0)
        .forEach(target -> names.add(target.name()));
    return names;
  }
}
