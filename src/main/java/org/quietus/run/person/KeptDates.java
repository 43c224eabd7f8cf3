package org.quietus.run.person;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.control.Sites;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.ErasureRequests;
import org.quietus.request.SealedPerson;
import org.quietus.target.KeptLook;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons;

/**
 * Finds those of whom a kept row may come due earlier than is known, since its date was corrected
 * or it has one by now: many in one reading, and fewer and fewer where one of them does.
 */
final class KeptDates {
  private static final int TOGETHER = 500;

  private final JobFile job;
  private final Plan plan;
  private final Sites sites;
  private final ErasureRequests requests;
  private final LocalDate today;

  KeptDates(JobFile job, Plan plan, Sites sites, ErasureRequests requests, LocalDate today) {
    this.job = job;
    this.plan = plan;
    this.sites = sites;
    this.requests = requests;
    this.today = today;
  }

  /** One whose rows are known, and of which the next that is kept comes due on a day. */
  private record Kept(ErasureRequest request, PersonKeys person) {
    LocalDate day() {
      return request.keptUntil().orElseThrow();
    }
  }

  /** Those of some requests of which the next kept row comes due on a day, or never. */
  List<ErasureRequest> earlier(List<ErasureRequest> kept) {
    Map<String, List<ErasureRequest>> bySubject = new LinkedHashMap<>();
    kept.stream()
        .sorted(Comparator.comparing(request -> request.keptUntil().orElseThrow()))
        .forEach(
            request ->
                bySubject
                    .computeIfAbsent(request.subject(), subject -> new ArrayList<>())
                    .add(request));
    List<ErasureRequest> earlier = new ArrayList<>();
    bySubject.forEach(
        (name, all) ->
            job.subject(name)
                .ifPresent(
                    subject -> {
                      for (int from = 0; from < all.size(); from += TOGETHER) {
                        look(
                            subject,
                            all.subList(from, Math.min(all.size(), from + TOGETHER)),
                            earlier);
                      }
                    }));
    return earlier.stream().distinct().toList();
  }

  private void look(
      SubjectType subject, List<ErasureRequest> together, List<ErasureRequest> earlier) {
    Map<String, SealedPerson> known =
        requests.persons().each(together.stream().map(ErasureRequest::id).toList());
    for (Step step : plan.stepsOf(subject.name())) {
      FrozenRows rows = new FrozenRows(step);
      List<Kept> kept =
          together.stream()
              .flatMap(
                  request ->
                      Optional.ofNullable(known.get(request.id()))
                          .filter(person -> person.rows().isPresent())
                          .map(person -> new Kept(request, rows.of(request, person)))
                          .stream())
              .filter(one -> !one.person().rows().isEmpty())
              .toList();
      halve(sites.of(step).target().persons(step, subject), kept, earlier);
    }
  }

  /** As one person, erased when the last of them was, they have no row less than each alone. */
  private void halve(StepPersons persons, List<Kept> kept, List<ErasureRequest> earlier) {
    if (kept.isEmpty()) {
      return;
    }
    LocalDate first = kept.stream().map(Kept::day).min(LocalDate::compareTo).orElseThrow();
    List<RowValues> rows = kept.stream().flatMap(one -> one.person().rows().stream()).toList();
    Instant at =
        kept.stream().map(one -> one.person().erasedAt()).max(Instant::compareTo).orElseThrow();
    boolean isEarlier =
        persons
            .comesDue(
                new PersonKeys(rows, at, PersonKeys.Whose.ONE_PERSON),
                table -> true,
                KeptLook.ofMany(today))
            .filter(first::isAfter)
            .isPresent();
    if (isEarlier && kept.size() == 1) {
      earlier.add(kept.get(0).request());
    } else if (isEarlier) {
      int half = kept.size() / 2;
      halve(persons, kept.subList(0, half), earlier);
      halve(persons, kept.subList(half, kept.size()), earlier);
    }
  }
}
