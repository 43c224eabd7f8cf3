package org.quietus.run.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Join;
import org.quietus.catalog.KeyText;
import org.quietus.catalog.RowValues;
import org.quietus.hold.Holds;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenFilter;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;
import org.quietus.subject.TokenSieve;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/**
 * Finds erased persons by the key that rows hang on, where no row has that key, or one that is as
 * the erasure left it: some tables of a backup were restored, and that of the persons was not.
 */
final class HangingScan {
  private static final int PAGE = 10_000;

  private final Target target;
  private final List<TokenMaker> makers;
  private final TokenFilter filter;
  private final Map<String, Set<String>> tenants;
  private final Function<Set<Token>, List<SuppressionEntry>> entries;
  private final Predicate<String> isBegun;

  /** {@code isBegun} tells of a request whether a run began to erase its person. */
  HangingScan(
      Target target,
      List<TokenMaker> makers,
      TokenFilter filter,
      Map<String, Set<String>> tenants,
      Function<Set<Token>, List<SuppressionEntry>> entries,
      Predicate<String> isBegun) {
    this.target = target;
    this.makers = makers;
    this.filter = filter;
    this.tenants = tenants;
    this.entries = entries;
    this.isBegun = isBegun;
  }

  /** What is found of one request. */
  private record Found(Instant erasedAt, Set<RowValues> keys) {}

  /** Those of whom something is left that hangs on their key. */
  List<Recognised> persons(Step step, SubjectType subject) {
    StepPersons persons = target.persons(step, subject);
    List<Recognised> all = new ArrayList<>();
    found(step, step.keyJoins(), subject, persons::withoutRow)
        .forEach(
            (request, of) ->
                all.add(
                    new Recognised(
                        request,
                        subject.name(),
                        of.erasedAt(),
                        of.keys().stream().map(key -> root(step, key)).toList(),
                        List.of())));
    found(step, step.hangingJoins(), subject, persons::belowDone)
        .forEach((request, of) -> anonymised(step, subject, request, of).ifPresent(all::add));
    return all;
  }

  /** Whose row is anonymised as the erasure left it, if something below has to go again. */
  private Optional<Recognised> anonymised(
      Step step, SubjectType subject, String request, Found of) {
    DoneRows done = DoneRows.of(target, step, subject, List.copyOf(of.keys()), of.erasedAt());
    PersonKeys person =
        new PersonKeys(done.certain(), of.erasedAt(), PersonKeys.Whose.ONE_PERSON).actedOn(true);
    boolean isBack =
        !done.certain().isEmpty()
            && target.recheck(Holds.NONE).person(step, subject, person).stream()
                .anyMatch(table -> table.due() > 0);
    return Optional.of(
            new Recognised(
                request,
                subject.name(),
                of.erasedAt(),
                isBack ? done.certain() : List.of(),
                done.doubtful()))
        .filter(Recognised::isThere);
  }

  /** Reads pages of keys, by a join and after the last key seen. */
  private interface Pages {
    List<RowValues> after(Join by, Optional<RowValues> last, int size);
  }

  /** The persons whose keys are among those that are read. */
  private Map<String, Found> found(Step step, List<Join> joins, SubjectType subject, Pages pages) {
    Map<String, Found> found = new LinkedHashMap<>();
    TokenSieve<RowValues> sieve =
        new TokenSieve<>(
            subject,
            makers,
            filter,
            tenants.getOrDefault(subject.name(), Set.of()),
            entries,
            (key, agreeing) -> add(key, agreeing, found));
    List<@Nullable Object> unknown = Collections.nCopies(subject.identifiers().size(), null);
    for (Join join : joins) {
      Optional<RowValues> after = Optional.empty();
      List<RowValues> page;
      do {
        page = pages.after(join, after, PAGE);
        for (RowValues key : page) {
          String form = KeyText.of(key, step.root().catalogTable()).encode();
          sieve.sift(() -> key, form, Optional.empty(), unknown);
          after = Optional.of(key);
        }
      } while (page.size() == PAGE);
    }
    sieve.finish();
    return found;
  }

  private void add(RowValues key, Set<SuppressionEntry> agreeing, Map<String, Found> found) {
    for (SuppressionEntry entry : agreeing) {
      if (entry.kind().equals(TokenKind.ROW_KEY) && isBegun.test(entry.request())) {
        found
            .computeIfAbsent(
                entry.request(), request -> new Found(entry.erasedAt(), new LinkedHashSet<>()))
            .keys()
            .add(key);
      }
    }
  }

  /** The row as a step reads it, of which nothing is known but the key. */
  private static RowValues root(Step step, RowValues key) {
    List<@Nullable Object> values = new ArrayList<>(key.values());
    values.addAll(Collections.nCopies(step.rootColumns().size() - values.size(), null));
    return new RowValues(values);
  }
}
