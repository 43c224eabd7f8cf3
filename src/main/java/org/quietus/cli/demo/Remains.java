package org.quietus.cli.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.job.HoldSummary;
import org.quietus.job.JobSession;
import org.quietus.job.RequestSummary;
import org.quietus.recipient.Notice;

/** What is left at the end of a demo, and until when, as requests and certificates have it. */
final class Remains {
  private final Stage stage;
  private final JobSession session;
  private final PackDirectory demo;

  Remains(Stage stage, JobSession session, PackDirectory demo) {
    this.stage = stage;
    this.session = session;
    this.demo = demo;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    session.requests().all().forEach(request -> lines.add(of(request)));
    session.holds().list().stream()
        .filter(hold -> hold.releasedAt().isEmpty())
        .forEach(hold -> lines.add(of(hold)));
    session.recipients().notices().stream()
        .filter(Notice::isOpen)
        .forEach(notice -> lines.add("recipient " + notice.recipient() + " is " + notice.state()));
    lines.addAll(copies());
    return lines;
  }

  private String of(RequestSummary request) {
    return stage.told(request)
        + request.answer().map(due -> ", to be answered by " + due).orElse("")
        + request.erase().map(due -> ", to be erased by " + due).orElse("");
  }

  private static String of(HoldSummary hold) {
    return "%s %s (%s), to be reviewed by %s"
        .formatted(hold.kind(), hold.reference(), hold.basis(), hold.review());
  }

  /** What the latest certificate of each request lists, once however many list it. */
  private List<String> copies() {
    TreeSet<String> lines = new TreeSet<>();
    latest()
        .forEach(
            certificate -> {
              certificate.residuals().copies().forEach(copy -> lines.add(of(copy)));
              certificate.notRemoved().kept().forEach(kept -> lines.add(of(kept)));
            });
    return List.copyOf(lines);
  }

  private static String of(Residuals.Copy copy) {
    return "a copy in the %s %s (%s), %s"
        .formatted(copy.place().label(), copy.of(), copy.protection(), until(copy.latestExpiry()));
  }

  private static String of(NotRemoved.Kept kept) {
    return "rows of %s, %s: %s".formatted(kept.target(), until(kept.until()), kept.basis());
  }

  private static String until(Optional<LocalDate> day) {
    return day.map(last -> "until " + last).orElse("without a date");
  }

  private Iterable<Certificate> latest() {
    EvidenceStore store = EvidenceStores.at(demo.evidence());
    Map<String, Certificate> latest = new TreeMap<>();
    new CertificateReader(store, PublicKeys.in(store))
        .list().stream()
            .flatMap(
                stored ->
                    stored.verdict() instanceof Verdict.Good good
                        ? Stream.of(good.certificate())
                        : Stream.empty())
            .filter(c -> c.identity().occasion().kind() == Occasion.Kind.REQUEST)
            .sorted(Comparator.comparing(c -> c.identity().sequence()))
            .forEach(c -> latest.put(c.identity().occasion().id(), c));
    return latest.values();
  }
}
