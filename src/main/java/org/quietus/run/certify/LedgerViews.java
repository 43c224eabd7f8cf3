package org.quietus.run.certify;

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
import org.quietus.ledger.Verifications;
import org.quietus.policy.JobFile;

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
  private record Begun(Map<Integer, RunSteps.RunStep> steps, DataCategories categories) {}

  private Begun begun(String run) {
    return begun.computeIfAbsent(
        run,
        id ->
            new Begun(
                control.steps().of(id),
                DataCategories.of(control.runs().find(id).orElseThrow(), job)));
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
        request.isPresent());
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
        false);
  }

  private LedgerView view(
      String run,
      Map<Integer, RunSteps.RunStep> steps,
      List<LedgerEntry> entries,
      List<Verifications.Line> lines,
      Consumer<BiConsumer<LedgerReader.Touch, LedgerReader.ChunkDigest>> digests,
      boolean ofRequest) {
    return new LedgerView(
        steps,
        entries,
        lines,
        digests,
        tool::join,
        ofRequest,
        sites.legalHolds().stream()
            .collect(Collectors.toMap(LegalHold::id, hold -> hold, (one, copied) -> one)),
        holdDetails::of,
        begun(run).categories());
  }
}
