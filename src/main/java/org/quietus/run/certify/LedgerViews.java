package org.quietus.run.certify;

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
import org.quietus.hold.LegalHold;
import org.quietus.ledger.LedgerEntry;
import org.quietus.ledger.LedgerReader;
import org.quietus.ledger.RunSteps;
import org.quietus.ledger.Verifications;
import org.quietus.policy.JobFile;
import org.quietus.target.Target;

/** Reads out of the ledger what certificates are made of. */
record LedgerViews(JobFile job, Target target, Control control, CompletableFuture<Tool> tool) {

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
        control.steps().of(run),
        entries,
        lines,
        consumer -> control.reader().eachDigest(run, request, consumer),
        request.isPresent());
  }

  /** What the ledger says of some steps of a run. */
  LedgerView of(String run, Set<Integer> numbers) {
    Map<Integer, RunSteps.RunStep> steps = new LinkedHashMap<>(control.steps().of(run));
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
        control.legalHolds(target.schema()).all().stream()
            .collect(Collectors.toMap(LegalHold::id, hold -> hold)),
        DataCategories.of(control.runs().find(run).orElseThrow(), job));
  }
}
