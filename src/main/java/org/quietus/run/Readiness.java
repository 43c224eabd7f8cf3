package org.quietus.run;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.KnownDatabases;
import org.quietus.control.Sites;
import org.quietus.control.TokenEpochs;
import org.quietus.job.EvidenceHome;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.target.Backups;

/** Looks for what a run needs beside a plan: keys, evidence store, control schema, backups. */
record Readiness(JobFile job, Sites sites, Backups backups) {

  /** Everything that is missing, each at its line of the job file. */
  List<Problem> problems() {
    Control control = sites.home().control();
    List<Problem> problems = new ArrayList<>();
    tried("/evidence/keys", "KEYS", () -> EvidenceHome.keys(job.evidence()).of(Use.CERTIFICATES))
        .or(
            () ->
                tried(
                    "/evidence/keys", "KEYS", () -> EvidenceHome.keys(job.evidence()).of(Use.LOG)))
        .or(() -> tried("/evidence/keys", "KEYS", () -> EvidenceAccess.sealingKey(job)))
        .or(() -> tried("/evidence/keys", "TOKEN-KEY", this::tokens))
        .ifPresent(problems::add);
    tried("/evidence/store", "EVIDENCE-STORE", () -> EvidenceAccess.writable(control.evidence()))
        .ifPresent(problems::add);
    sites.all().forEach(site -> problems.addAll(site.target().controlObjections(job.text())));
    twins().ifPresent(problems::add);
    problems.addAll(new KnownDatabases(job, sites).strangers().values());
    problems.addAll(load());
    problems.addAll(backups.findings(job.text()));
    return problems;
  }

  private Optional<Problem> twins() {
    return sites
        .twins()
        .map(
            names ->
                job.text()
                    .problem(
                        "SAME-DATABASE",
                        "/databases/" + names.get(1),
                        "databases '"
                            + String.join("' and '", names)
                            + "' are the same, or one is a copy of the other",
                        "write all rules under one name, or give the copy an identity of its own in"
                            + " quietus.place"));
  }

  /** A run that waits for what nobody tells would give up after minutes. */
  private List<Problem> load() {
    if (!job.limits().pace().watchesServers()) {
      return List.of();
    }
    return LoadWatch.unknown(job.limits().pace(), sites).stream().map(this::load).toList();
  }

  private Problem load(LoadWatch.Unknown unknown) {
    return unknown
        .unread()
        .map(
            unread ->
                job.text()
                    .problem("HEARTBEAT-UNREAD", unread.pointer(), unknown.why(), unread.mend()))
        .orElseGet(
            () ->
                job.text()
                    .problem(
                        "LOAD-UNKNOWN",
                        "/limits",
                        unknown.why(),
                        "let the job's user see it, as the README says where it lists what users"
                            + " need, or leave that limit out"));
  }

  /** Only who is erased on request is noted under tokens. */
  private void tokens() {
    if (!job.erasure().isEmpty()) {
      TokenEpochs.requireNewest(job, sites.home().control());
    }
  }

  private Optional<Problem> tried(String pointer, String id, Runnable trial) {
    try {
      trial.run();
      return Optional.empty();
    } catch (KeyRefused | UncheckedIOException | IllegalArgumentException e) {
      return Optional.of(problem(pointer, id, e.getMessage()));
    }
  }

  /** What is after the last semicolon says how to mend it. */
  private Problem problem(String pointer, String id, @Nullable String said) {
    String what = said == null ? "it cannot be used" : said;
    int mend = what.lastIndexOf("; ");
    return mend < 0
        ? job.text()
            .problem(id, pointer, what, "correct that, or name another place in the job file")
        : job.text().problem(id, pointer, what.substring(0, mend), what.substring(mend + 2));
  }
}
