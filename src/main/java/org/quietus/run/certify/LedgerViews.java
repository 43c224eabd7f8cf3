package org.quietus.run.certify;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.quietus.certificate.Tool;
import org.quietus.control.Control;
import org.quietus.control.Sites;
import org.quietus.hold.LegalHold;
import org.quietus.ledger.LedgerEntry;
import org.quietus.ledger.LedgerReader;
import org.quietus.ledger.RunSteps;
import org.quietus.ledger.Runs;
import org.quietus.ledger.Verifications;
import org.quietus.policy.JobFile;
import org.quietus.request.Move;
import org.quietus.request.RecordedRequests;
import org.quietus.request.RequestEvent;

/** Reads out of the ledger what certificates are made of. */
final class LedgerViews {
  private final JobFile job;
  private final Sites sites;
  private final Control control;
  private final HoldDetails holdDetails;
  private final CompletableFuture<Tool> tool;
  private final Map<String, Begun> begun = new HashMap<>();

  LedgerViews(JobFile job, Sites sites, HoldDetails holdDetails, CompletableFuture<Tool> tool) {
    this.job = job;
    this.sites = sites;
    this.control = sites.home().control();
    this.holdDetails = holdDetails;
    this.tool = tool;
  }

  /** What a run began with, which is the same for each of its certificates. */
  private record Begun(
      Map<Integer, RunSteps.RunStep> steps, DataCategories categories, LocalDate day) {}

  private Begun begun(String run) {
    return begun.computeIfAbsent(
        run,
        id -> {
          Runs.Run known = control.runs().find(id).orElseThrow();
          return new Begun(
              control.steps().of(id),
              DataCategories.of(known, job),
              known.asOf().atZone(job.zone()).toLocalDate());
        });
  }

  /** What the ledger says of a run, or of one request in it. */
  LedgerView of(String run, Optional<String> request) {
    List<LedgerEntry> entries = control.reader().entries(run, request);
    Verifications verifications = control.verifications();
    List<Verifications.Line> lines =
        request
            .map(one -> verifications.latest(run, one))
            .orElseGet(() -> verifications.latest(run));
    return view(
        run,
        begun(run).steps(),
        entries,
        lines,
        consumer -> control.reader().eachDigest(run, request, consumer),
        request.isPresent(),
        request.map(one -> cutOff(run, one, entries)).orElse(List.of()));
  }

  /** What earlier runs kept of a request that nothing leads to any more, and this one not. */
  private List<LedgerReader.CutOff> cutOff(String run, String request, List<LedgerEntry> entries) {
    Set<String> kept =
        entries.stream()
            .filter(entry -> !entry.kept().isEmpty())
            .map(LedgerEntry::table)
            .collect(Collectors.toSet());
    List<LedgerReader.CutOff> cutOff =
        control.reader().cutOff(run, request, begun(run).day()).stream()
            .filter(rows -> !kept.contains(rows.table()))
            .toList();
    return cutOff.isEmpty() ? cutOff : besideAccepted(cutOff, request);
  }

  /** Without what somebody has seen to since, and gave up. */
  private List<LedgerReader.CutOff> besideAccepted(
      List<LedgerReader.CutOff> cutOff, String request) {
    List<RequestEvent> events = new RecordedRequests(control.jdbc(), job.job()).events(request);
    return cutOff.stream()
        .filter(
            rows ->
                events.stream()
                    .noneMatch(
                        event -> event.move() == Move.ACCEPT && !event.at().isBefore(rows.at())))
        .toList();
  }

  /** What the ledger says of some steps of a run. */
  LedgerView of(String run, Set<Integer> numbers) {
    Map<Integer, RunSteps.RunStep> steps = new LinkedHashMap<>(begun(run).steps());
    steps.keySet().retainAll(numbers);
    return view(
        run,
        steps,
        control.reader().entries(run, numbers),
        control.verifications().latest(run).stream()
            .filter(line -> numbers.contains(line.step()))
            .toList(),
        consumer -> control.reader().eachDigest(run, Optional.empty(), consumer),
        false,
        List.of());
  }

  private Map<String, LegalHold> holds() {
    return sites.legalHolds().stream()
        .collect(Collectors.toMap(LegalHold::id, hold -> hold, (one, copied) -> one));
  }

  private LedgerView view(
      String run,
      Map<Integer, RunSteps.RunStep> steps,
      List<LedgerEntry> entries,
      List<Verifications.Line> lines,
      Consumer<BiConsumer<LedgerReader.Touch, LedgerReader.ChunkDigest>> digests,
      boolean ofRequest,
      List<LedgerReader.CutOff> cutOff) {
    return new LedgerView(
        steps,
        entries,
        cutOff,
        lines,
        digests,
        tool::join,
        ofRequest,
        this::holds,
        holdDetails::of,
        begun(run).categories());
  }
}
