package org.quietus.run.replay;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.KnownDatabases;
import org.quietus.control.Sites;
import org.quietus.job.Accepted;
import org.quietus.job.ReplayOptions;
import org.quietus.policy.JobFile;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.policy.read.JobFiles;

/**
 * Kinds of person who were in a database when its backup was made, or since, and whom the job file
 * has in another one by now: nobody looks for them where they may be back.
 */
public record MovedKinds(JobFile job, Sites sites, ReplayOptions options) {

  /** A line for each of which somebody was erased since then. */
  public List<String> lines() {
    Control home = sites.home().control();
    if (!home.schema().has("suppression")) {
      return List.of();
    }
    Set<String> erased =
        home.suppression(job.job()).requestsFrom(options.snapshot()).values().stream()
            .map(Purpose::kind)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> here =
        sites
            .find(options.database())
            .map(site -> new KnownDatabases(job, sites).names(site))
            .orElse(List.of(options.database()));
    List<String> texts = home.runs().jobTexts(job.job(), options.snapshot());
    return erased.stream()
        .flatMap(name -> job.subject(name).stream())
        .filter(kind -> !kind.records().database().equals(options.database()))
        .filter(kind -> !job.isFormerSubject(kind.name(), options.database()))
        .filter(kind -> texts.stream().anyMatch(text -> isIn(text, kind, here)))
        .map(this::line)
        .toList();
  }

  private static boolean isIn(String text, SubjectType kind, List<String> here) {
    Optional<TableName> records = JobFiles.records(text, kind.name());
    return records.map(TableName::database).filter(here::contains).isPresent();
  }

  private String line(SubjectType kind) {
    return "persons were erased as '%s', a kind that was in database '%s' and is in '%s' now, and are not looked for where they were: if its table came back with '%2$s', remove it there, or have the kind there in %s and replay once more; then, or if nobody has to be found: %s"
        .formatted(
            kind.name(),
            options.database(),
            kind.records().database(),
            job.text().file(),
            Accepted.SUBJECTS.remedy());
  }
}
