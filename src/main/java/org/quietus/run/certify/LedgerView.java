package org.quietus.run.certify;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.certificate.Authority;
import org.quietus.certificate.HoldDetail;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Tool;
import org.quietus.certificate.Verification;
import org.quietus.evidence.Digest;
import org.quietus.hold.LegalHold;
import org.quietus.ledger.KeptTables;
import org.quietus.ledger.LedgerEntry;
import org.quietus.ledger.LedgerReader;
import org.quietus.ledger.RunSteps;
import org.quietus.ledger.Verifications;
import org.quietus.policy.TableName;
import org.quietus.request.ErasureRequest;
import org.quietus.target.KeptRows;
import org.quietus.target.RowCounts;

/**
 * The ledger's entries of a run, over all its requests, or of one request in it, in the words of a
 * certificate.
 */
final class LedgerView {
  private final Map<Integer, RunSteps.RunStep> steps;
  private final List<LedgerEntry> entries;
  private final List<LedgerReader.CutOff> cutOff;
  private final Map<String, RowCounts> byTable = new LinkedHashMap<>();
  private final List<Verifications.Line> lines;
  private final Consumer<BiConsumer<LedgerReader.Touch, LedgerReader.ChunkDigest>> digests;
  private final Supplier<Tool> tool;
  private final boolean ofRequest;
  private final Supplier<Map<String, LegalHold>> holds;
  private final Function<LegalHold, List<HoldDetail>> holdDetails;
  private final DataCategories categories;

  /**
   * A view.
   *
   * @param cutOff what earlier runs kept, and nothing leads to any more
   * @param digests gives what chunks touched, and their digests, in their order
   * @param holds by id, those that were released since too
   * @param holdDetails what certificates state of a hold as digests
   */
  LedgerView(
      Map<Integer, RunSteps.RunStep> steps,
      List<LedgerEntry> entries,
      List<LedgerReader.CutOff> cutOff,
      List<Verifications.Line> lines,
      Consumer<BiConsumer<LedgerReader.Touch, LedgerReader.ChunkDigest>> digests,
      Supplier<Tool> tool,
      boolean ofRequest,
      Supplier<Map<String, LegalHold>> holds,
      Function<LegalHold, List<HoldDetail>> holdDetails,
      DataCategories categories) {
    this.steps = steps;
    entries.forEach(entry -> byTable.merge(entry.table(), entry.counts(), RowCounts::plus));
    this.entries = entries.stream().filter(entry -> entry.counts().matched() > 0).toList();
    this.cutOff = lines.isEmpty() ? List.of() : cutOff;
    this.lines = lines;
    this.digests = digests;
    this.tool = tool;
    this.ofRequest = ofRequest;
    this.holds = holds;
    this.holdDetails = holdDetails;
    this.categories = categories;
  }

  /** What became of the rows of each table. */
  Map<String, RowCounts> byTable() {
    return byTable;
  }

  boolean isOfRequest() {
    return ofRequest;
  }

  /** Rows of one database, or of one backup set, that were changed. */
  long changedIn(String database) {
    return entries.stream()
        .filter(entry -> entry.table().startsWith(database + "."))
        .mapToLong(entry -> entry.counts().changed())
        .sum();
  }

  /** The tables in which rows were changed. */
  Set<String> changedTables() {
    return entries.stream()
        .filter(entry -> entry.counts().changed() > 0)
        .map(LedgerEntry::table)
        .collect(Collectors.toSet());
  }

  /** What this view's certificate calls a table. */
  String place(String table) {
    return shown(table);
  }

  /** Whether rows of the database were changed by a retention rule. */
  boolean changedByRules(String database) {
    return entries.stream()
        .filter(entry -> entry.table().startsWith(database + "."))
        .anyMatch(entry -> !step(entry.step()).ofRequests() && entry.counts().changed() > 0);
  }

  /** Whether persons were sought. */
  boolean hasRequests() {
    return lines.stream().anyMatch(line -> step(line.step()).ofRequests());
  }

  /** Whether persons were sought in some places, by the names of databases and backup sets. */
  boolean hasRequestsIn(Predicate<String> places) {
    return lines.stream()
        .filter(line -> step(line.step()).ofRequests())
        .anyMatch(line -> places.test(TableName.parse(line.table()).database()));
  }

  /** Whether rows were left for review. */
  boolean isAmbiguous() {
    return entries.stream().anyMatch(entry -> entry.counts().ambiguous() > 0);
  }

  /** Whether rows could not be changed. */
  boolean isFailed() {
    return lines.stream().anyMatch(line -> line.failed() > 0);
  }

  /** Whether a hold or restriction keeps rows. */
  boolean isHeld() {
    return lines.stream().anyMatch(line -> !line.withheld().by().isEmpty());
  }

  /** Whether anything stays that should be gone. */
  boolean isAnythingLeft() {
    return isAmbiguous() || isHeld() || isFailed();
  }

  /** Whether a legal minimum keeps rows. */
  boolean isDeferred() {
    return kept().anyMatch(kept -> kept.basis().legalMinimum());
  }

  /**
   * The day on which the first of the kept rows comes due, or the last of those that nothing leads
   * to any more; far away if none of them has a date.
   */
  Optional<LocalDate> nextDue() {
    return kept()
        .filter(kept -> kept.rows() > 0 && kept.basis().comeDue())
        .map(kept -> due(kept.basis()).orElse(ErasureRequest.UNDATED))
        .min(LocalDate::compareTo);
  }

  private static Optional<LocalDate> due(KeptRows kept) {
    return kept.firstUntil().or(kept::lastUntil);
  }

  /** The tables in which rows were kept. */
  KeptTables keptTables() {
    return new KeptTables(entries, lines);
  }

  private Stream<LedgerEntry.Kept> kept() {
    return Stream.concat(
        entries.stream().flatMap(entry -> entry.kept().stream()),
        cutOff.stream().map(LedgerReader.CutOff::kept));
  }

  /**
   * One record per table and method; every table that was looked at has one.
   *
   * @param originalsSurvive whether what was anonymised can still be read in a copy, and is only
   *     masked until that is gone
   */
  List<TargetRecord> targets(boolean originalsSurvive) {
    CertificateTargets groups = new CertificateTargets(categories);
    entries.forEach(entry -> groups.add(shown(entry.table()), rule(entry.step()), entry));
    digests.accept(groups::add);
    lines.forEach(line -> groups.add(shown(line.table()), rule(line.step()), line));
    cutOff.forEach(rows -> groups.add(shown(rows.table()), rule(lines.get(0).step()), rows));
    return groups.records(originalsSurvive, tool.get());
  }

  /** What the last reading found; empty if nothing was read again. */
  Optional<Verification> verification() {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Instant at = lines.stream().map(Verifications.Line::at).max(Instant::compareTo).orElseThrow();
    boolean separate = lines.stream().allMatch(Verifications.Line::separate);
    Map<String, Verification.Check> checks = new LinkedHashMap<>();
    lines.forEach(
        line ->
            checks.merge(
                line.table() + " " + line.queryDigest(),
                new Verification.Check(
                    shown(line.table()),
                    new Digest(line.queryDigest()),
                    line.due(),
                    line.kept() + line.withheld().restricted(),
                    line.withheld().held()),
                Verification.Check::plus));
    return Optional.of(
        new Verification(
            at,
            "count-due-rows",
            separate
                ? Verification.Connection.SEPARATE_READ_ONLY
                : Verification.Connection.SAME_CREDENTIAL,
            List.copyOf(checks.values())));
  }

  /** What stays on purpose, with its basis and date. */
  NotRemoved notRemoved() {
    List<NotRemoved.Kept> kept = new ArrayList<>();
    for (LedgerEntry entry : entries) {
      entry.kept().forEach(rows -> kept.add(kept(entry.table(), rows)));
    }
    cutOff.forEach(rows -> kept.add(kept(rows.table(), rows.kept())));
    for (Verifications.Line line : lines) {
      if (line.kept() > 0) {
        kept.add(
            new NotRemoved.Kept(
                shown(line.table()), line.kept(), keeper(line.step()), Optional.empty(), false));
      }
    }
    return new NotRemoved(kept, holds(), List.of());
  }

  private NotRemoved.Kept kept(String table, LedgerEntry.Kept rows) {
    KeptRows basis = rows.basis();
    return new NotRemoved.Kept(
        shown(table), rows.rows(), basis.basis(), basis.lastUntil(), basis.legalMinimum());
  }

  private List<NotRemoved.Hold> holds() {
    Map<String, LegalHold> known = isHeld() ? holds.get() : Map.of();
    return lines.stream()
        .flatMap(line -> line.withheld().by().stream().map(id -> hold(line, known.get(id))))
        .distinct()
        .toList();
  }

  private NotRemoved.Hold hold(Verifications.Line line, @Nullable LegalHold known) {
    LegalHold hold = Optional.ofNullable(known).orElseThrow();
    return new NotRemoved.Hold(
        shown(line.table()),
        hold.reference(),
        hold.basis(),
        hold.review(),
        holdDetails.apply(hold).stream().map(HoldDetail::stated).toList());
  }

  /** The rules that this view is about. */
  List<Authority.AppliedRule> rules() {
    return steps.values().stream()
        .filter(step -> step.ofRequests() || !ofRequest)
        .map(
            step ->
                new Authority.AppliedRule(
                    step.rule(), step.keep(), step.startEvent(), step.cutoff()))
        .toList();
  }

  /** The certificate of one person tells of no table that says something about them. */
  private String shown(String table) {
    return ofRequest ? categories.discreet(table) : table;
  }

  private String rule(int number) {
    return step(number).rule();
  }

  /** Why a record of a retention step stays: the basis of what hangs on it. */
  private String keeper(int number) {
    return step(number).keeper().orElseThrow();
  }

  private RunSteps.RunStep step(int number) {
    return Optional.ofNullable(steps.get(number))
        .orElseThrow(() -> new IllegalStateException("the run has no step " + number));
  }
}
