package org.quietus.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenFilter;
import org.quietus.subject.TokenMaker;
import org.quietus.subject.TokenSieve;
import org.quietus.target.Key;
import org.quietus.target.Target;

/**
 * Reads a subject's table once and holds each row against the suppression entries, one page while
 * the next is being read.
 */
final class TokenScan {
  private static final int PAGE = 10_000;

  private final Target target;
  private final List<TokenMaker> makers;
  private final TokenFilter filter;
  private final Function<Set<Token>, List<SuppressionEntry>> entries;

  /** {@code entries} looks entries up by their tokens. */
  TokenScan(
      Target target,
      List<TokenMaker> makers,
      TokenFilter filter,
      Function<Set<Token>, List<SuppressionEntry>> entries) {
    this.target = target;
    this.makers = makers;
    this.filter = filter;
    this.entries = entries;
  }

  /** A row, by its primary key, and the entries that agree with it. */
  record Match(Key primaryKey, Set<SuppressionEntry> agreeing) {}

  /** The rows that some entry agrees with, in the order of the table. */
  List<Match> matches(Step step, SubjectType subject) {
    int width = step.root().catalogTable().primaryKey().size();
    List<Match> matches = new ArrayList<>();
    TokenSieve<Key> sieve =
        new TokenSieve<>(
            subject, makers, filter, entries, (row, found) -> matches.add(new Match(row, found)));
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Optional<Key> after = Optional.empty();
      List<Key> page = target.page(step, subject, after, PAGE);
      while (!page.isEmpty()) {
        Optional<Key> last = Optional.of(primaryKey(page.get(page.size() - 1), width));
        CompletableFuture<List<Key>> next =
            page.size() < PAGE
                ? CompletableFuture.completedFuture(List.of())
                : CompletableFuture.supplyAsync(
                    () -> target.page(step, subject, last, PAGE), reader);
        page.forEach(row -> sift(row, width, subject, sieve));
        page = next.join();
      }
      sieve.finish();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    } finally {
      reader.shutdownNow();
    }
    return matches;
  }

  private static void sift(Key row, int width, SubjectType subject, TokenSieve<Key> sieve) {
    Key primaryKey = primaryKey(row, width);
    boolean tenants = subject.tenant().isPresent();
    sieve.sift(
        () -> primaryKey,
        primaryKey.encode(),
        tenants
            ? Optional.ofNullable(row.values().get(width)).map(Object::toString)
            : Optional.empty(),
        row.values().subList(tenants ? width + 1 : width, row.values().size()));
  }

  private static Key primaryKey(Key row, int width) {
    return new Key(row.values().subList(0, width));
  }
}
