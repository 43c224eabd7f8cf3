package org.quietus.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quietus.policy.SubjectType;

/**
 * Holds rows of a subject's table against suppression entries: what identifies them is normalised
 * and made into tokens, sifted by a filter, and only what passes is looked up, many rows at a time.
 * Not for several threads at once; several of them may share makers and filter.
 *
 * @param <R> what is to be known of a row that some entry agrees with
 */
public final class TokenSieve<R> {
  private static final int MOST_LOOKED_UP = 500;
  private static final int MOST_TENANTS = 10_000;

  private final TokenFilter filter;
  private final Function<Set<Token>, List<SuppressionEntry>> entries;
  private final BiConsumer<R, Set<SuppressionEntry>> agreeing;
  private final SubjectType subject;
  private final List<TokenMaker> makers;
  private final Set<String> tenants;
  private final Map<Optional<String>, Framed> framed = new HashMap<>();
  private final List<Sifted<R>> sifted = new ArrayList<>();
  private final Set<Token> asked = new LinkedHashSet<>();

  /**
   * Looks for persons of one kind.
   *
   * @param tenants whose persons the entries are; a row that does not tell its tenant may be of any
   * @param entries looks entries up by their tokens
   * @param agreeing takes each row that entries agree with, and these
   */
  public TokenSieve(
      SubjectType subject,
      List<TokenMaker> makers,
      TokenFilter filter,
      Set<String> tenants,
      Function<Set<Token>, List<SuppressionEntry>> entries,
      BiConsumer<R, Set<SuppressionEntry>> agreeing) {
    this.filter = filter;
    this.entries = entries;
    this.agreeing = agreeing;
    this.subject = subject;
    this.tenants = Set.copyOf(tenants);
    this.makers = makers.stream().map(TokenMaker::copy).toList();
  }

  private Framed framed(Optional<String> tenant) {
    if (framed.size() > MOST_TENANTS) {
      framed.clear();
    }
    return framed.computeIfAbsent(tenant, this::frame);
  }

  private Framed frame(Optional<String> tenant) {
    List<Column> columns = new ArrayList<>();
    for (String name : subject.identifiers().values()) {
      IdentifierType type = IdentifierType.named(name).orElseThrow();
      columns.add(column(tenant, type::plausible, TokenKind.of(type)));
    }
    return new Framed(column(tenant, Optional::of, TokenKind.ROW_KEY), columns);
  }

  private Column column(
      Optional<String> tenant, Function<String, Optional<String>> normaliser, TokenKind kind) {
    return new Column(
        normaliser,
        makers.stream().map(maker -> maker.framed(tenant, subject.name(), kind)).toList());
  }

  /** What makes the tokens of one tenant's persons. */
  private record Framed(Column ofKeys, List<Column> columns) {}

  private record Column(
      Function<String, Optional<String>> normaliser, List<TokenMaker.Framed> makers) {}

  private record Sifted<R>(R row, List<Token> tokens) {}

  /**
   * Sifts one row.
   *
   * @param row asked for at once, and only if the row passes
   * @param key its primary key as text
   * @param tenant whose customer it is, as the row has it
   * @param identifiers its values in the order of the subject's identifiers
   */
  public void sift(
      Supplier<R> row,
      String key,
      Optional<String> tenant,
      List<? extends @Nullable Object> identifiers) {
    List<Token> tokens = new ArrayList<>();
    if (tenant.isEmpty() && subject.tenant().isPresent()) {
      tenants.forEach(any -> add(framed(Optional.of(any)), key, identifiers, tokens));
    } else {
      add(framed(tenant), key, identifiers, tokens);
    }
    if (!tokens.isEmpty()) {
      sifted.add(new Sifted<>(row.get(), tokens));
      asked.addAll(tokens);
      if (asked.size() >= MOST_LOOKED_UP) {
        finish();
      }
    }
  }

  private void add(
      Framed framed, String key, List<? extends @Nullable Object> identifiers, List<Token> tokens) {
    add(framed.ofKeys(), key, tokens);
    for (int n = 0; n < framed.columns().size(); n++) {
      @Nullable Object value = identifiers.get(n);
      if (value != null) {
        add(framed.columns().get(n), value.toString(), tokens);
      }
    }
  }

  private void add(Column column, String value, List<Token> tokens) {
    Optional<String> normalised = column.normaliser().apply(value);
    if (normalised.isPresent()) {
      column.makers().stream()
          .map(maker -> maker.of(normalised.get()))
          .filter(filter::mayHold)
          .forEach(tokens::add);
    }
  }

  /** Looks up what has passed so far; after the last row it has to be called. */
  public void finish() {
    Map<Token, List<SuppressionEntry>> known = new LinkedHashMap<>();
    for (SuppressionEntry entry : entries.apply(asked)) {
      known.computeIfAbsent(entry.token(), token -> new ArrayList<>()).add(entry);
    }
    for (Sifted<R> row : sifted) {
      Set<SuppressionEntry> found = new LinkedHashSet<>();
      row.tokens().forEach(token -> found.addAll(known.getOrDefault(token, List.of())));
      if (!found.isEmpty()) {
        agreeing.accept(row.row(), found);
      }
    }
    sifted.clear();
    asked.clear();
  }
}
