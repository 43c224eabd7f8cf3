package org.quietus.run.person;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.KeyText;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.control.NewestTokens;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.KeyEpochs;
import org.quietus.request.SuppressionEntries;
import org.quietus.request.mirror.Mirror;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;

/**
 * Writes down by what the persons of a run will be known again in an older copy of the data, before
 * the first row of theirs is touched: the identifiers that they gave, those in their rows, and the
 * rows' keys, as tokens. Of whom nobody was found too, for a copy may hold them.
 */
public final class SuppressionWriter {
  private final JobFile job;
  private final SuppressionEntries entries;
  private final Mirror mirror;
  private final KeyEpochs epochs;
  private final TokenKeys keys;

  public SuppressionWriter(
      JobFile job, SuppressionEntries entries, Mirror mirror, KeyEpochs epochs, TokenKeys keys) {
    this.job = job;
    this.entries = entries;
    this.mirror = mirror;
    this.epochs = epochs;
    this.keys = keys;
  }

  /**
   * Writes it for all whose rows are being frozen at a moment, inside the transaction that freezes
   * them; which keys there must be from then on is written too.
   *
   * @throws KeyRefused if the key is missing that tokens were made under last
   */
  public void write(Plan plan, Collection<Requested> frozen, Instant at) {
    if (!frozen.isEmpty()) {
      TokenMaker tokens = NewestTokens.of(job, keys, epochs, entries);
      epochs.begin(tokens, at, mirror);
      for (Requested requested : frozen) {
        entries.add(entries(plan, requested, tokens), mirror);
      }
    }
  }

  /**
   * Has a request's person sought no more in copies by what others have, too, as somebody has said
   * since it was written, inside the caller's transaction.
   */
  public void withdraw(Requested requested, Set<Identifier> others) {
    if (others.isEmpty()) {
      return;
    }
    Set<Token> tokens = new HashSet<>();
    for (TokenMaker maker : entries.epochs().stream().flatMap(this::maker).toList()) {
      for (Identifier one : others) {
        TokenKind kind = TokenKind.of(one.type());
        tokens.add(entry(requested, maker, kind, one.value()).token());
      }
    }
    entries.withdraw(
        entries.of(requested.request().id()).stream()
            .filter(entry -> tokens.contains(entry.token()))
            .toList(),
        mirror);
  }

  /** None of an epoch whose key is not there, under which nobody is recognised. */
  private Stream<TokenMaker> maker(int epoch) {
    try {
      return Stream.of(keys.maker(epoch));
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private List<SuppressionEntry> entries(Plan plan, Requested requested, TokenMaker tokens) {
    String name = requested.request().subject();
    SubjectType subject = job.subject(name).orElseThrow();
    Set<SuppressionEntry> found = new LinkedHashSet<>();
    for (Identifier given : requested.traits().given()) {
      found.add(entry(requested, tokens, TokenKind.of(given.type()), given.value()));
    }
    requested
        .traits()
        .columns()
        .forEach(
            (column, value) -> found.add(entry(requested, tokens, kind(subject, column), value)));
    for (String key : rowKeys(plan, requested)) {
      found.add(entry(requested, tokens, TokenKind.ROW_KEY, key));
    }
    return requested.request().resolvedAt().isEmpty()
        ? List.copyOf(found)
        : withoutKnown(requested.request().id(), found);
  }

  /** Of what comes late some may have been written when the first rows were frozen. */
  private List<SuppressionEntry> withoutKnown(String request, Set<SuppressionEntry> found) {
    Set<Token> known =
        entries.of(request).stream().map(SuppressionEntry::token).collect(Collectors.toSet());
    return found.stream().filter(entry -> !known.contains(entry.token())).toList();
  }

  private static SuppressionEntry entry(
      Requested requested, TokenMaker tokens, TokenKind kind, String value) {
    String subject = requested.request().subject();
    return new SuppressionEntry(
        requested.request().id(),
        requested.request().tenant(),
        subject,
        kind,
        tokens.epoch(),
        tokens.of(requested.request().tenant(), subject, kind, value),
        requested.person().erasedAt());
  }

  private static TokenKind kind(SubjectType subject, String column) {
    return TokenKind.of(
        IdentifierType.named(subject.identifiers().getOrDefault(column, "")).orElseThrow());
  }

  private static List<String> rowKeys(Plan plan, Requested requested) {
    List<String> keys = new ArrayList<>();
    for (Step step : plan.stepsOf(requested.request().subject())) {
      Table table = step.root().catalogTable();
      int width = table.primaryKey().size();
      requested.person().rows().stream()
          .map(row -> new RowValues(row.values().subList(0, width)))
          .forEach(key -> keys.add(KeyText.of(key, table).encode()));
    }
    return keys;
  }
}
