package org.quietus.cli.demo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
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
  private static final Set<Occasion.Kind> ISSUED_FOR =
      EnumSet.of(Occasion.Kind.REQUEST, Occasion.Kind.RUN);

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
    List<RequestSummary> requests = session.requests().all();
    requests.stream().filter(Remains::isLeft).map(this::of).forEach(lines::add);
    settled(requests).ifPresent(lines::add);
    session.holds().list().stream()
        .filter(hold -> hold.releasedAt().isEmpty())
        .forEach(hold -> lines.add(of(hold)));
    session.recipients().notices().stream()
        .filter(Notice::isOpen)
        .forEach(notice -> lines.add("recipient " + notice.recipient() + " is " + notice.state()));
    lines.addAll(copies());
    return lines;
  }

  private static boolean isLeft(RequestSummary request) {
    return request.open() || request.keptUntil().isPresent();
  }

  /** How many requests there is nothing left to do for. */
  private static Optional<String> settled(List<RequestSummary> requests) {
    Map<String, Long> states =
        requests.stream()
            .filter(request -> !isLeft(request))
            .collect(groupingBy(RequestSummary::state, TreeMap::new, counting()));
    return states.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "nothing of these requests: "
                + states.entrySet().stream()
                    .map(state -> state.getValue() + " " + state.getKey())
                    .collect(joining(", ")));
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

  /** What the latest certificate of each request, and that of the last run, list, once each. */
  private List<String> copies() {
    Set<String> copies = new TreeSet<>();
    Map<String, NavigableSet<LocalDate>> kept = new TreeMap<>();
    for (Certificate certificate : latest()) {
      certificate.residuals().copies().forEach(copy -> copies.add(of(copy)));
      for (NotRemoved.Kept rows : certificate.notRemoved().kept()) {
        NavigableSet<LocalDate> days = kept.computeIfAbsent(of(rows), of -> new TreeSet<>());
        rows.until().ifPresent(days::add);
      }
    }
    List<String> lines = new ArrayList<>(copies);
    kept.forEach((rows, days) -> lines.add(rows + ", " + until(days)));
    return lines;
  }

  private static String of(Residuals.Copy copy) {
    return "a copy in the %s %s (%s), %s"
        .formatted(copy.place().label(), copy.of(), copy.protection(), until(copy.latestExpiry()));
  }

  private static String of(NotRemoved.Kept kept) {
    return "rows of %s (%s)".formatted(kept.target(), kept.basis());
  }

  private static String until(NavigableSet<LocalDate> days) {
    return days.size() < 2
        ? until(days.stream().findFirst())
        : "until " + days.first() + " to " + days.last();
  }

  private static String until(Optional<LocalDate> day) {
    return day.map(last -> "until " + last).orElse("without a date");
  }

  /** Each request is one, and all runs are one. */
  private static String occasion(Occasion occasion) {
    return occasion.kind() == Occasion.Kind.REQUEST ? occasion.id() : "";
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
            .filter(c -> ISSUED_FOR.contains(c.identity().occasion().kind()))
            .sorted(
                Comparator.comparing((Certificate c) -> c.identity().issuedAt())
                    .thenComparing(c -> c.identity().sequence()))
            .forEach(c -> latest.put(occasion(c.identity().occasion()), c));
    return latest.values();
  }
}
