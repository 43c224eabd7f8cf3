package org.quietus.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
  private final List<IdentifierType> types;
  private final long ofIds;
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
    this.types =
        subject.identifiers().values().stream()
            .map(name -> IdentifierType.named(name).orElseThrow())
            .toList();
    this.ofIds = types.stream().filter(type -> type == IdentifierType.ID).count();
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
    for (IdentifierType type : types) {
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

  /** A row with its tokens, and those of each UUID that several columns of it spell otherwise. */
  private record Sifted<R>(R row, List<Token> tokens, List<Set<Token>> alike) {}

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
      sifted.add(new Sifted<>(row.get(), tokens, alike(tenant, identifiers)));
      asked.addAll(tokens);
      if (asked.size() >= MOST_LOOKED_UP) {
        finish();
      }
    }
  }

  private List<Set<Token>> alike(
      Optional<String> tenant, List<? extends @Nullable Object> identifiers) {
    if (ofIds < 2) {
      return List.of();
    }
    Map<String, Set<String>> spelled = new HashMap<>();
    for (int n = 0; n < types.size(); n++) {
      @Nullable Object value = identifiers.get(n);
      if (value != null && types.get(n) == IdentifierType.ID) {
        String text = IdentifierType.ID.normalise(value.toString());
        UuidText.canonical(text)
            .ifPresent(uuid -> spelled.computeIfAbsent(uuid, of -> new HashSet<>()).add(text));
      }
    }
    spelled.values().removeIf(ways -> ways.size() < 2);
    List<Set<Token>> alike = new ArrayList<>();
    spelled.values().forEach(ways -> alike.add(tokens(tenant, ways)));
    return alike;
  }

  private Set<Token> tokens(Optional<String> tenant, Set<String> ids) {
    Set<Token> tokens = new HashSet<>();
    boolean any = tenant.isEmpty() && subject.tenant().isPresent();
    for (Optional<String> one :
        any ? tenants.stream().map(Optional::of).toList() : List.of(tenant)) {
      Column column = framed(one).columns().get(types.indexOf(IdentifierType.ID));
      ids.forEach(id -> column.makers().forEach(maker -> tokens.add(maker.of(id))));
    }
    return tokens;
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
      row.alike().forEach(ways -> keepOneOf(ways, found));
      if (!found.isEmpty()) {
        agreeing.accept(row.row(), found);
      }
    }
    sifted.clear();
    asked.clear();
  }

  /** A UUID agrees once with a request under each key, in however many spellings. */
  private static void keepOneOf(Set<Token> ways, Set<SuppressionEntry> found) {
    Set<List<Object>> kept = new HashSet<>();
    found.removeIf(
        entry ->
            ways.contains(entry.token()) && !kept.add(List.of(entry.request(), entry.epoch())));
  }
}
