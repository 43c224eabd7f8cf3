package org.quietus.run.certify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.quietus.certificate.Counts;
import org.quietus.certificate.Merkle;
import org.quietus.certificate.Method;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Tool;
import org.quietus.ledger.LedgerEntry;
import org.quietus.ledger.LedgerReader;
import org.quietus.ledger.Verifications;
import org.quietus.plan.Treatment;

/** Where the rows of each table went by each method, over all steps; entries come before lines. */
final class CertificateTargets {
  private final DataCategories categories;
  private final Map<Name, Group> groups = new LinkedHashMap<>();
  private final Map<LedgerReader.Touch, Group> touched = new HashMap<>();

  CertificateTargets(DataCategories categories) {
    this.categories = categories;
  }

  private record Name(String table, Method method) {

    /** By hand, because a record's own is linked when it is first called: 20 ms of each start. */
    @Override
    public int hashCode() {
      return table.hashCode();
    }
  }

  private static final class Group {
    private final Set<String> rules = new TreeSet<>();
    private final Merkle chunks = new Merkle();
    private Optional<LedgerReader.ChunkDigest> latest = Optional.empty();
    private final Set<String> categories = new TreeSet<>();
    private org.quietus.target.RowCounts counts = org.quietus.target.RowCounts.NONE;
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private long kept;
    private long held;
    private long restricted;
    private long failed;
  }

  private Group group(String shown, Method method, String rule, List<String> ofData) {
    Group group = groups.computeIfAbsent(new Name(shown, method), name -> new Group());
    group.rules.add(rule);
    group.categories.addAll(ofData);
    return group;
  }

  /** Adds what some chunks did, under the name that the certificate calls the table by. */
  void add(String shown, String rule, LedgerEntry entry) {
    List<String> ofData = categories.of(entry.table(), entry.method());
    Group group = group(shown, method(entry.method()), rule, ofData);
    group.counts = group.counts.plus(entry.counts());
    touched.put(LedgerReader.Touch.of(entry), group);
    group.first =
        Optional.of(group.first.filter(at -> at.isBefore(entry.first())).orElse(entry.first()));
    group.last =
        Optional.of(group.last.filter(at -> at.isAfter(entry.last())).orElse(entry.last()));
  }

  /** Adds a chunk that did something of that; chunks come in their order. */
  void add(LedgerReader.Touch touch, LedgerReader.ChunkDigest chunk) {
    Group group = touched.get(touch);
    if (group != null && group.latest.filter(chunk::isOfSameChunk).isEmpty()) {
      group.chunks.add(chunk.digest());
      group.latest = Optional.of(chunk);
    }
  }

  /** Adds what was found to stay, or that a table was looked at and nothing was found in it. */
  void add(String shown, String rule, Verifications.Line line) {
    boolean unknown = groups.keySet().stream().noneMatch(name -> name.table().equals(shown));
    if (unknown || line.kept() + line.withheld().rows() + line.failed() > 0) {
      Group group = group(shown, Method.none(), rule, categories.of(line.table(), ""));
      group.kept += line.kept();
      group.held += line.withheld().held();
      group.restricted += line.withheld().restricted();
      group.failed += line.failed();
    }
  }

  /** Adds what an earlier run kept, and no run finds any more. */
  void add(String shown, String rule, LedgerReader.CutOff rows) {
    group(shown, Method.none(), rule, categories.of(rows.table(), "")).kept += rows.kept().rows();
  }

  /**
   * One record per table and method.
   *
   * @param originalsSurvive whether what was anonymised can still be read in a copy, and is only
   *     masked until that is gone
   */
  List<TargetRecord> records(boolean originalsSurvive, Tool tool) {
    List<TargetRecord> records = new ArrayList<>();
    groups.forEach((name, group) -> records.add(record(name, group, originalsSurvive, tool)));
    return records;
  }

  private static TargetRecord record(Name name, Group group, boolean originalsSurvive, Tool tool) {
    org.quietus.target.RowCounts counts = group.counts;
    return new TargetRecord(
        name.table(),
        List.copyOf(group.categories),
        List.copyOf(group.rules),
        name.method(),
        new Counts(
            counts.matched() + group.kept + group.held + group.restricted + group.failed,
            counts.deleted(),
            originalsSurvive ? 0 : counts.anonymised(),
            originalsSurvive ? counts.anonymised() : 0,
            counts.kept() + group.kept,
            group.restricted,
            group.held,
            counts.gone(),
            counts.ambiguous(),
            group.failed),
        group.first,
        group.last,
        group.chunks.size(),
        group.chunks.root(),
        tool);
  }

  private static Method method(String ledgerMethod) {
    Treatment treatment = Treatment.parse(ledgerMethod);
    if (treatment.isAnonymise()) {
      return Method.anonymise(List.copyOf(treatment.strategies().values()));
    }
    if (treatment.isDrop()) {
      return Method.dropPartition();
    }
    return treatment.isDelete() ? Method.delete() : Method.none();
  }
}
