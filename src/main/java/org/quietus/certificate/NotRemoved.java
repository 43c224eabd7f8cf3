package org.quietus.certificate;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What was left on purpose, and why. */
public record NotRemoved(List<Kept> kept, List<Hold> holds, List<Refusal> refusals) {

  /** Nothing was left on purpose. */
  public static final NotRemoved NOTHING = new NotRemoved(List.of(), List.of(), List.of());

  public NotRemoved {
    kept = List.copyOf(kept);
    holds = List.copyOf(holds);
    refusals = List.copyOf(refusals);
  }

  /**
   * Records that stay for a while.
   *
   * @param target the name of a {@link TargetRecord}
   * @param basis in the controller's words
   * @param until the day on which the last of them comes due
   * @param legalMinimum whether a law demands it, so that the request stays open until they go
   */
  public record Kept(
      String target, long records, String basis, Optional<LocalDate> until, boolean legalMinimum) {
    public Kept {
      SafeText.reasons("the basis of kept records", basis);
      if (records < 1) {
        throw new IllegalArgumentException("kept records are at least one");
      }
    }
  }

  /**
   * An order not to touch records.
   *
   * @param target the name of a {@link TargetRecord}
   * @param reference opaque, e.g. a case number
   * @param basis a code
   * @param details what else is known of it, as digests that can be disclosed one by one
   */
  public record Hold(
      String target,
      String reference,
      String basis,
      LocalDate review,
      List<HoldDetail.Stated> details) {
    public Hold {
      details = List.copyOf(details);
      SafeText.line("a hold's reference", reference);
      SafeText.code("a hold's basis", basis);
    }
  }

  /**
   * A request, or a part of it, that was refused.
   *
   * @param code the ground of refusal
   */
  public record Refusal(String code) {
    public Refusal {
      SafeText.code("a refusal", code);
    }
  }

  /** Refuses a list that names unknown targets or does not add up to their counts. */
  void reconcile(List<TargetRecord> targets) {
    List<String> names = targets.stream().map(TargetRecord::name).distinct().toList();
    if (!names.containsAll(kept.stream().map(Kept::target).toList())
        || !names.containsAll(holds.stream().map(Hold::target).toList())) {
      throw new IllegalArgumentException("records of an unknown target are listed as kept or held");
    }
    for (String name : names) {
      long counted =
          targets.stream()
              .filter(t -> t.name().equals(name))
              .mapToLong(t -> t.counts().kept())
              .sum();
      long listed =
          kept.stream().filter(k -> k.target().equals(name)).mapToLong(Kept::records).sum();
      if (counted != listed) {
        throw new IllegalArgumentException(
            "the counts do not reconcile: %d records of %s kept, %d of them listed with a basis"
                .formatted(counted, name, listed));
      }
    }
    for (TargetRecord target : targets) {
      if (target.counts().held() > 0
          && holds.stream().noneMatch(hold -> hold.target().equals(target.name()))) {
        throw new IllegalArgumentException("records of " + target.name() + " held by no hold");
      }
    }
  }
}
