package org.quietus.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Notice;

/**
 * Says which notices wait for a recipient that the job file lacks, and what of others still lies
 * somewhere.
 */
final class RecipientReasons {
  private final JobFile job;
  private final List<Notice> notices;

  RecipientReasons(JobFile job, List<Notice> notices) {
    this.job = job;
    this.notices = notices;
  }

  /** One line for each recipient, and for each place. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    notices.stream()
        .filter(notice -> notice.isOpen() && notice.reason().equals(Notice.NOT_IN_JOB_FILE))
        .collect(Collectors.groupingBy(Notice::recipient, TreeMap::new, Collectors.toList()))
        .forEach((recipient, waiting) -> lines.add(orphaned(recipient, waiting)));
    Map<String, List<Notice>> left = new TreeMap<>();
    notices.stream()
        .filter(notice -> !notice.isOpen())
        .forEach(
            notice ->
                notice
                    .places()
                    .forEach(
                        place -> left.computeIfAbsent(place, p -> new ArrayList<>()).add(notice)));
    left.forEach((place, served) -> lines.add(left(place, served)));
    return lines;
  }

  private String orphaned(String recipient, List<Notice> waiting) {
    LocalDate last =
        waiting.stream()
            .map(notice -> notice.since().atZone(job.zone()).plus(Notice.ORPHANED).toLocalDate())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    String what =
        "%s to %s, which %s does not name any more, %s until %s: bring it back"
            .formatted(
                Counted.of(waiting.size(), "notice"),
                recipient,
                job.text().file(),
                Counted.verb(waiting.size(), "waits", "wait"),
                last);
    return waiting.get(0).passesAnswerOn()
        ? what + ", or send the answers by hand: quietus answer sent " + job.text().file() + " ID"
        : what
            + ", or end each: quietus recipient exempt %s NOTICE --reason CODE; see: quietus recipient list %1$s --open"
                .formatted(job.text().file());
  }

  private static String left(String place, List<Notice> served) {
    return "%s at %s %s and could not be removed; make the place reachable, or create it empty if it is gone for good, and the next run removes what is there"
        .formatted(
            Counted.of(served.size(), "notice"),
            place,
            Counted.verb(
                served.size(), "has served, holds identifiers", "have served, hold identifiers"));
  }
}
