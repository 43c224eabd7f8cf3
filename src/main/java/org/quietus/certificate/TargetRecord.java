package org.quietus.certificate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.evidence.Digest;

/**
 * What happened to one target's records.
 *
 * @param name the logical table, or a category where a table's name would tell about one person
 * @param categories data categories, possibly none declared
 * @param rules ids of the rules that applied, each of which stands in the {@link Authority}
 * @param first when the first chunk was committed; empty if there was none
 * @param last when the last chunk was committed
 * @param chunks how many chunks there were
 * @param merkleRoot over the digests of the chunks, in order, RFC 6962 §2.1
 */
public record TargetRecord(
    String name,
    List<String> categories,
    List<String> rules,
    Method method,
    Counts counts,
    Optional<Instant> first,
    Optional<Instant> last,
    long chunks,
    Digest merkleRoot,
    Tool tool) {

  public TargetRecord {
    SafeText.line("a target's name", name);
    categories = List.copyOf(categories);
    categories.forEach(category -> SafeText.line("a data category", category));
    rules = List.copyOf(rules);
    rules.forEach(rule -> SafeText.line("a rule's id", rule));
    first = first.map(moment -> IssuedAtPrecision.shown(moment, Occasion.Kind.RUN));
    last = last.map(moment -> IssuedAtPrecision.shown(moment, Occasion.Kind.RUN));
    method.refuseOthers(counts);
    if (chunks < 0 || first.isPresent() != chunks > 0 || last.isPresent() != chunks > 0) {
      throw new IllegalArgumentException("a target has a first and last moment if it has chunks");
    }
    if (chunks > 0 && last.orElseThrow().isBefore(first.orElseThrow())) {
      throw new IllegalArgumentException("a target's last moment is before its first");
    }
    if (counts.changed() > 0 && chunks == 0) {
      throw new IllegalArgumentException("records of a target were changed by no chunk");
    }
  }

  /** The same once no original is left: what was masked is anonymous. */
  public TargetRecord forGood() {
    return new TargetRecord(
        name, categories, rules, method, counts.forGood(), first, last, chunks, merkleRoot, tool);
  }

  /** Only what was masked or anonymised, once no original is left. */
  public TargetRecord anonymisedForGood() {
    return new TargetRecord(
        name,
        categories,
        rules,
        method,
        Counts.ofAnonymised(Math.addExact(counts.anonymised(), counts.masked())),
        first,
        last,
        chunks,
        merkleRoot,
        tool);
  }

  /** Only what is kept of it, as something that nothing was done to. */
  public TargetRecord keptAlone() {
    return new TargetRecord(
        name,
        categories,
        rules,
        Method.none(),
        Counts.ofKept(counts.kept()),
        Optional.empty(),
        Optional.empty(),
        0,
        Merkle.root(List.of()),
        tool);
  }

  /** What is kept of this and of another record of the same name. */
  public TargetRecord andKept(TargetRecord other) {
    return new TargetRecord(
        name,
        together(categories, other.categories),
        together(rules, other.rules),
        Method.none(),
        Counts.ofKept(Math.addExact(counts.kept(), other.counts.kept())),
        Optional.empty(),
        Optional.empty(),
        0,
        Merkle.root(List.of()),
        tool);
  }

  private static List<String> together(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().sorted().toList();
  }

  TargetRecord shownFor(Occasion.Kind kind) {
    return new TargetRecord(
        name,
        categories,
        rules,
        method,
        counts,
        first.map(moment -> IssuedAtPrecision.shown(moment, kind)),
        last.map(moment -> IssuedAtPrecision.shown(moment, kind)),
        chunks,
        merkleRoot,
        tool);
  }
}
