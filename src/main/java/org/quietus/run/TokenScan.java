package org.quietus.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenFilter;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;
import org.quietus.target.Key;
import org.quietus.target.Target;

/**
 * Reads a subject's table once and holds each row against the suppression entries: normalised and
 * made into tokens here, one page while the next is being read, sifted by a filter, and only what
 * passes is looked up.
 */
final class TokenScan {
  private static final int PAGE = 10_000;
  private static final int MOST_LOOKED_UP = 500;

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
    List<Sieve> sieves = new ArrayList<>();
    subject
        .identifiers()
        .values()
        .forEach(
            name -> {
              IdentifierType type = IdentifierType.named(name).orElseThrow();
              sieves.add(new Sieve(type::plausible, framed(subject, TokenKind.of(type))));
            });
    Sieve ofKeys = new Sieve(Optional::of, framed(subject, TokenKind.ROW_KEY));
    List<Match> matches = new ArrayList<>();
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
        matches.addAll(confirmed(sifted(page, width, ofKeys, sieves)));
        page = next.join();
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    } finally {
      reader.shutdownNow();
    }
    return matches;
  }

  private record Sifted(Key primaryKey, List<Token> tokens) {}

  /** Lets through what may be a token of some entry, for one column. */
  private final class Sieve {
    private final Function<String, Optional<String>> normaliser;
    private final List<TokenMaker.Framed> makers;

    Sieve(Function<String, Optional<String>> normaliser, List<TokenMaker.Framed> makers) {
      this.normaliser = normaliser;
      this.makers = makers;
    }

    void sift(String value, List<Token> tokens) {
      Optional<String> normalised = normaliser.apply(value);
      if (normalised.isPresent()) {
        for (TokenMaker.Framed maker : makers) {
          Token token = maker.of(normalised.get());
          if (filter.mayHold(token)) {
            tokens.add(token);
          }
        }
      }
    }
  }

  private List<TokenMaker.Framed> framed(SubjectType subject, TokenKind kind) {
    return makers.stream()
        .map(maker -> maker.framed(Optional.empty(), subject.name(), kind))
        .toList();
  }

  private static List<Sifted> sifted(List<Key> page, int width, Sieve ofKeys, List<Sieve> sieves) {
    List<Sifted> sifted = new ArrayList<>();
    List<Token> tokens = new ArrayList<>();
    for (Key row : page) {
      Key primaryKey = primaryKey(row, width);
      ofKeys.sift(primaryKey.encode(), tokens);
      for (int n = 0; n < sieves.size(); n++) {
        @Nullable Object value = row.values().get(width + n);
        if (value != null) {
          sieves.get(n).sift(value.toString(), tokens);
        }
      }
      if (!tokens.isEmpty()) {
        sifted.add(new Sifted(primaryKey, List.copyOf(tokens)));
        tokens.clear();
      }
    }
    return sifted;
  }

  private List<Match> confirmed(List<Sifted> sifted) {
    Map<Token, List<SuppressionEntry>> known = new LinkedHashMap<>();
    Set<Token> asked = new LinkedHashSet<>();
    for (Sifted row : sifted) {
      asked.addAll(row.tokens());
      if (asked.size() >= MOST_LOOKED_UP) {
        lookUp(asked, known);
      }
    }
    lookUp(asked, known);
    List<Match> matches = new ArrayList<>();
    for (Sifted row : sifted) {
      Set<SuppressionEntry> agreeing = new LinkedHashSet<>();
      row.tokens().forEach(token -> agreeing.addAll(known.getOrDefault(token, List.of())));
      if (!agreeing.isEmpty()) {
        matches.add(new Match(row.primaryKey(), agreeing));
      }
    }
    return matches;
  }

  private void lookUp(Set<Token> asked, Map<Token, List<SuppressionEntry>> known) {
    for (SuppressionEntry entry : entries.apply(asked)) {
      known.computeIfAbsent(entry.token(), token -> new ArrayList<>()).add(entry);
    }
    asked.clear();
  }

  private static Key primaryKey(Key row, int width) {
    return new Key(row.values().subList(0, width));
  }
}
