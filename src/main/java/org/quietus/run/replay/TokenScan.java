package org.quietus.run.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.catalog.KeyText;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenFilter;
import org.quietus.subject.TokenMaker;
import org.quietus.subject.TokenSieve;
import org.quietus.target.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a subject's table once and holds each row against the suppression entries: some pages by as
 * many workers, while the next one is being read.
 */
final class TokenScan {
  private static final Logger LOG = LoggerFactory.getLogger(TokenScan.class);
  private static final int PAGE = 10_000;

  private final Target target;
  private final List<TokenMaker> makers;
  private final TokenFilter filter;
  private final Map<String, Set<String>> tenants;
  private final Function<Set<Token>, List<SuppressionEntry>> entries;
  private final int workers;

  /**
   * {@code tenants} tells by subject whose persons are looked for; {@code entries} looks entries up
   * by their tokens, for each of the workers.
   */
  TokenScan(
      Target target,
      List<TokenMaker> makers,
      TokenFilter filter,
      Map<String, Set<String>> tenants,
      Function<Set<Token>, List<SuppressionEntry>> entries,
      int workers) {
    this.target = target;
    this.makers = makers;
    this.filter = filter;
    this.tenants = tenants;
    this.entries = entries;
    this.workers = workers;
  }

  /**
   * A row, by its primary key, and the entries that agree with it.
   *
   * @param nobodys whether it does not tell whose customer it is although there are tenants
   */
  record Match(RowValues primaryKey, Set<SuppressionEntry> agreeing, boolean nobodys) {

    /** The same row with the entries of some requests alone. */
    Match of(Predicate<String> requests) {
      return new Match(
          primaryKey,
          agreeing.stream()
              .filter(entry -> requests.test(entry.request()))
              .collect(Collectors.toSet()),
          nobodys);
    }
  }

  /** The rows that some entry agrees with, in the order of the table. */
  List<Match> matches(Step step, SubjectType subject) {
    Table table = step.root().catalogTable();
    int width = table.primaryKey().size();
    long begin = System.nanoTime();
    long rows = 0;
    List<Match> matches = new ArrayList<>();
    Queue<CompletableFuture<List<Match>>> sifting = new ArrayDeque<>();
    ExecutorService sieves = Executors.newFixedThreadPool(workers);
    try {
      List<RowValues> page = target.persons(step, subject).page(List.of(), Optional.empty(), PAGE);
      while (!page.isEmpty()) {
        List<RowValues> read = page;
        rows += read.size();
        sifting.add(CompletableFuture.supplyAsync(() -> sift(read, table, subject), sieves));
        if (sifting.size() > workers) {
          matches.addAll(sifting.remove().join());
        }
        page =
            page.size() < PAGE
                ? List.of()
                : target
                    .persons(step, subject)
                    .page(List.of(), Optional.of(primaryKey(page.get(PAGE - 1), width)), PAGE);
      }
      sifting.forEach(sifted -> matches.addAll(sifted.join()));
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    } finally {
      sieves.shutdownNow();
    }
    LOG.info(
        "{} rows of {} held against the suppression entries in {} ms",
        rows,
        subject.records(),
        (System.nanoTime() - begin) / 1_000_000);
    return matches;
  }

  private List<Match> sift(List<RowValues> page, Table table, SubjectType subject) {
    int width = table.primaryKey().size();
    List<Match> matches = new ArrayList<>();
    TokenSieve<Match> sieve =
        new TokenSieve<>(
            subject,
            makers,
            filter,
            tenants.getOrDefault(subject.name(), Set.of()),
            entries,
            (row, found) -> matches.add(new Match(row.primaryKey(), found, row.nobodys())));
    boolean hasTenants = subject.tenant().isPresent();
    int identifiers = hasTenants ? width + 1 : width;
    for (RowValues row : page) {
      RowValues primaryKey = primaryKey(row, width);
      Optional<String> tenant =
          hasTenants
              ? Optional.ofNullable(row.values().get(width)).map(Object::toString)
              : Optional.empty();
      sieve.sift(
          () -> new Match(primaryKey, Set.of(), hasTenants && tenant.isEmpty()),
          KeyText.of(primaryKey, table).encode(),
          tenant,
          row.values().subList(identifiers, row.values().size()));
    }
    sieve.finish();
    return matches;
  }

  private static RowValues primaryKey(RowValues row, int width) {
    return new RowValues(row.values().subList(0, width));
  }
}
