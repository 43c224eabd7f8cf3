package org.quietus.run.replay;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.request.SuppressionEntries;
import org.quietus.request.SuppressionRange;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;
import org.quietus.target.PersonKeys;
import org.quietus.target.Target;

/**
 * Finds the rows of an erased person by tokens alone: those that are certainly the person's again,
 * and the anonymised one that kept its key.
 */
public final class PersonByTokens {
  private static final int WORKERS = 2;

  private final Target target;
  private final SuppressionEntries entries;
  private final TokenKeys keys;

  public PersonByTokens(Target target, SuppressionEntries entries, TokenKeys keys) {
    this.target = target;
    this.entries = entries;
    this.keys = keys;
  }

  /** The kind of person that a request is about; empty if there are no tokens of it. */
  public Optional<String> subject(String request) {
    return entries.of(request).stream().map(SuppressionEntry::subject).findFirst();
  }

  /**
   * Whom the tokens lead to.
   *
   * @param rows those that are certainly the person's; none if nobody is known by the tokens
   * @param isSure whether no other row may be the person's: none is under another key, or agrees
   *     with too few tokens
   */
  public record Sighting(PersonKeys rows, boolean isSure) {}

  /**
   * Looks for the person; empty if a key of the tokens is missing.
   *
   * @param known rows that the request is known to be about, as long as something of them is kept
   */
  public Optional<Sighting> find(
      String request, Step step, SubjectType subject, List<RowValues> known) {
    SuppressionRange range = entries.ofRequest(request);
    Map<Integer, Long> counts = range.counts();
    List<TokenMaker> makers = new ArrayList<>();
    for (int epoch : counts.keySet()) {
      try {
        makers.add(keys.maker(epoch));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    TokenScan scan =
        new TokenScan(
            target,
            makers,
            range.filter(counts.values().stream().mapToLong(n -> n).sum()),
            range.tenants(),
            range::with,
            WORKERS);
    List<TokenScan.Match> matches =
        scan.matches(step, subject).stream()
            .map(match -> match.of(request::equals))
            .filter(match -> !match.agreeing().isEmpty())
            .toList();
    Instant erasedAt =
        entries.of(request).stream()
            .map(SuppressionEntry::erasedAt)
            .min(Instant::compareTo)
            .orElseThrow();
    Set<RowValues> rows = new LinkedHashSet<>();
    Set<RowValues> doubtful = new LinkedHashSet<>();
    for (Recognised again : new Recognition(target, step, subject, this::hasKey).persons(matches)) {
      rows.addAll(again.rows());
      doubtful.addAll(again.doubtful());
    }
    DoneRows done = done(target, step, subject, matches, erasedAt);
    rows.addAll(done.certain());
    doubtful.addAll(done.doubtful());
    Recognised person =
        new Recognised(request, subject.name(), erasedAt, List.copyOf(rows), List.copyOf(doubtful))
            .knowing(known, step.root().catalogTable().primaryKey().size());
    return Optional.of(
        new Sighting(
            new PersonKeys(person.rows(), erasedAt, PersonKeys.Whose.ONE_PERSON).actedOn(true),
            person.doubtful().isEmpty()));
  }

  /** What of the rows under the person's own key is anonymised. */
  static DoneRows done(
      Target target,
      Step step,
      SubjectType subject,
      List<TokenScan.Match> matches,
      Instant erasedAt) {
    return DoneRows.of(
        target,
        step,
        subject,
        matches.stream()
            .filter(match -> match.agreeing().stream().anyMatch(PersonByTokens::isKey))
            .map(TokenScan.Match::primaryKey)
            .toList(),
        erasedAt);
  }

  private boolean hasKey(String request) {
    return entries.of(request).stream().anyMatch(PersonByTokens::isKey);
  }

  private static boolean isKey(SuppressionEntry entry) {
    return entry.kind().equals(TokenKind.ROW_KEY);
  }
}
