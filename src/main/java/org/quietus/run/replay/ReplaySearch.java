package org.quietus.run.replay;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.catalog.Join;
import org.quietus.control.ErasedSince;
import org.quietus.control.Sites;
import org.quietus.job.Accepted;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.SuppressionEntries;
import org.quietus.subject.GoneIdentifiers;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.TokenFilter;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/** Finds who was erased since a backup and is in the database all the same, by tokens only. */
public final class ReplaySearch {
  private final JobFile job;
  private final Sites sites;
  private final SuppressionEntries entries;
  private final TokenKeys keys;
  private final Predicate<String> isBegun;
  private final int workers;

  /** {@code isBegun} tells of a request whether a run began to erase its person. */
  public ReplaySearch(
      JobFile job,
      Sites sites,
      SuppressionEntries entries,
      TokenKeys keys,
      Predicate<String> isBegun,
      int workers) {
    this.isBegun = isBegun;
    this.workers = workers;
    this.job = job;
    this.sites = sites;
    this.entries = entries;
    this.keys = keys;
  }

  /** Reads each subject's table once; whose key is missing is not found. */
  public List<Recognised> since(ErasedSince since, Plan plan) {
    SoughtEntries erased = new SoughtEntries(entries, since);
    List<TokenMaker> makers = makers(erased.counts().keySet());
    List<Recognised> found = new ArrayList<>();
    if (makers.isEmpty()) {
      return found;
    }
    TokenFilter filter = erased.filter();
    for (Step step : plan.steps()) {
      if (step.subject().isPresent()) {
        SubjectType subject = step.subject().flatMap(job::subject).orElseThrow();
        Target target = sites.of(step).target();
        TokenScan scan =
            new TokenScan(target, makers, filter, erased.tenants(), erased::with, workers);
        HangingScan hanging =
            new HangingScan(target, makers, filter, erased.tenants(), erased::with, isBegun);
        Map<String, Recognised> here = new LinkedHashMap<>();
        List<TokenScan.Match> matches = begun(scan.matches(step, subject));
        new Recognition(target, step, subject, this::hasKey)
            .persons(matches)
            .forEach(person -> here.put(person.request(), person));
        done(target, step, subject, matches)
            .forEach(person -> here.merge(person.request(), person, Recognised::with));
        hanging
            .persons(step, subject)
            .forEach(person -> here.merge(person.request(), person, Recognised::with));
        found.addAll(here.values());
      }
    }
    return found;
  }

  /**
   * Whose rows are anonymised already, be it that home alone was put back and has forgotten them,
   * or that an earlier start of the replay did it: a law may have kept others that hang on them.
   */
  private static List<Recognised> done(
      Target target, Step step, SubjectType subject, List<TokenScan.Match> matches) {
    Map<String, List<TokenScan.Match>> byRequest = new LinkedHashMap<>();
    Map<String, Instant> erasedAt = new HashMap<>();
    for (TokenScan.Match match : matches) {
      for (SuppressionEntry entry : match.agreeing()) {
        byRequest.computeIfAbsent(entry.request(), request -> new ArrayList<>()).add(match);
        erasedAt.merge(
            entry.request(), entry.erasedAt(), (one, two) -> one.isBefore(two) ? one : two);
      }
    }
    List<Recognised> done = new ArrayList<>();
    byRequest.forEach(
        (request, theirs) -> {
          Instant at = Objects.requireNonNull(erasedAt.get(request));
          DoneRows rows =
              PersonByTokens.done(
                  target,
                  step,
                  subject,
                  theirs.stream().map(match -> match.of(request::equals)).toList(),
                  at);
          done.add(new Recognised(request, subject.name(), at, rows.certain(), rows.doubtful()));
        });
    return done.stream().filter(Recognised::isThere).toList();
  }

  /** What agrees with persons whom a run began to erase; others may have had the same row. */
  private List<TokenScan.Match> begun(List<TokenScan.Match> matches) {
    Map<String, Boolean> known = new HashMap<>();
    return matches.stream()
        .map(match -> match.of(request -> known.computeIfAbsent(request, isBegun::test)))
        .filter(match -> !match.agreeing().isEmpty())
        .toList();
  }

  private boolean hasKey(String request) {
    return entries.of(request).stream().anyMatch(e -> e.kind().equals(TokenKind.ROW_KEY));
  }

  private List<TokenMaker> makers(Set<Integer> epochs) {
    List<TokenMaker> makers = new ArrayList<>();
    for (int epoch : epochs) {
      try {
        makers.add(keys.maker(epoch));
      } catch (IOException e) {
        // said by withoutKey, which makes the replay PARTIAL
      }
    }
    return makers;
  }

  /**
   * A line for each kind of person erased since a backup that the job file does not have any more.
   */
  public List<String> withoutSubject(ErasedSince since) {
    return new SoughtEntries(entries, since)
        .subjects().stream()
            .filter(name -> job.subject(name).isEmpty() && !job.isFormerSubject(name))
            .map(
                name ->
                    "persons were erased as '"
                        + name
                        + "', a subject that "
                        + job.text().file()
                        + " does not have any more, and cannot be found again: bring it back under"
                        + " that name, then replay once more; if nobody has to be found: "
                        + Accepted.SUBJECTS.remedy())
            .toList();
  }

  /**
   * A line for each identifier that persons erased since a backup were known by and of which the
   * job file names none any more.
   */
  public List<String> withoutIdentifier(ErasedSince since) {
    List<SubjectType> kinds =
        job.subjects().values().stream()
            .flatMap(kind -> Stream.concat(Stream.of(kind), kind.byPurpose().stream()))
            .toList();
    return GoneIdentifiers.missed(
            GoneIdentifiers.of(new SoughtEntries(entries, since).tokenKinds(), kinds), job)
        .stream()
        .map(
            name ->
                "persons were erased as '%s' by an identifier of type %s, of which %s names none any more, and may not be found again: bring it back under 'identifiers', then replay once more; if nobody has to be found: %s"
                    .formatted(
                        GoneIdentifiers.kind(name),
                        GoneIdentifiers.type(name).orElseThrow(),
                        job.text().file(),
                        Accepted.SUBJECTS.remedy()))
        .toList();
  }

  /**
   * A line for each table of which rows hang on others that are not there, as after it was restored
   * alone: of those deeper than on persons' own rows nothing tells whose they are.
   *
   * @param seen the database of which somebody has looked at them, if any
   */
  public List<String> withoutParents(ErasedSince since, Plan plan, Optional<String> seen) {
    Set<String> erased = new SoughtEntries(entries, since).subjects();
    List<String> lines = new ArrayList<>();
    for (Step step : plan.steps()) {
      boolean isSeen = seen.filter(step.database()::equals).isPresent();
      if (!isSeen && step.subject().filter(erased::contains).isPresent()) {
        StepPersons persons =
            sites
                .of(step)
                .target()
                .persons(step, step.subject().flatMap(job::subject).orElseThrow());
        step.members().stream()
            .filter(member -> member.role() == MemberRole.DESCENDANT)
            .map(member -> member.path().get(0))
            .filter(join -> !step.keyJoins().contains(join))
            .filter(join -> !join.fromTable().equals(join.toTable()))
            .distinct()
            .filter(persons::hangOnNone)
            .forEach(join -> lines.add(withoutParent(join, step.database())));
      }
    }
    return lines.stream().distinct().toList();
  }

  private String withoutParent(Join join, String database) {
    return "table '%s' has rows that hang on none in '%s', so that nobody can tell whether they are of somebody who was erased; if it was restored alone, restore both and replay once more, or remove these rows; if they have been there before: %s%s"
        .formatted(
            join.fromTable(),
            join.toTable(),
            Accepted.TABLES.remedy(),
            job.databases().size() == 1 ? "" : " with --database " + database);
  }

  /** A line for each epoch of those erased since a backup whose key cannot be used. */
  public List<String> withoutKey(ErasedSince since) {
    List<String> lines = new ArrayList<>();
    for (int epoch : new SoughtEntries(entries, since).counts().keySet()) {
      try {
        keys.maker(epoch);
      } catch (IOException e) {
        lines.add(
            "no-key: persons were erased under key epoch "
                + epoch
                + " and cannot be found again without its key: restore tokens-"
                + epoch
                + ".key in "
                + job.evidence().keys()
                + " from a copy of the keys, then replay once more");
      }
    }
    return lines;
  }
}
