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
    List<IdentifierType> types =
        subject.identifiers().values().stream()
            .map(name -> IdentifierType.named(name).orElseThrow())
            .toList();
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
        matches.addAll(confirmed(sifted(page, subject.name(), width, types)));
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

  private List<Sifted> sifted(
      List<Key> page, String subject, int width, List<IdentifierType> types) {
    List<Sifted> sifted = new ArrayList<>();
    for (Key row : page) {
      List<Token> tokens = new ArrayList<>(0);
      Key primaryKey = primaryKey(row, width);
      sift(subject, TokenKind.ROW_KEY, primaryKey.encode(), tokens);
      for (int n = 0; n < types.size(); n++) {
        @Nullable Object value = row.values().get(width + n);
        IdentifierType type = types.get(n);
        if (value != null) {
          type.plausible(value.toString())
              .ifPresent(text -> sift(subject, TokenKind.of(type), text, tokens));
        }
      }
      if (!tokens.isEmpty()) {
        sifted.add(new Sifted(primaryKey, tokens));
      }
    }
    return sifted;
  }

  private void sift(String subject, TokenKind kind, String normalised, List<Token> tokens) {
    for (TokenMaker maker : makers) {
      Token token = maker.of(Optional.empty(), subject, kind, normalised);
      if (filter.mayHold(token)) {
        tokens.add(token);
      }
    }
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
