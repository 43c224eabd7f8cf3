package org.quietus.backup.person;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadValue;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.KeyText;
import org.quietus.catalog.RowValues;
import org.quietus.format.Row;
import org.quietus.plan.Member;
import org.quietus.subject.Age;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.TokenCandidates;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenSieve;
import org.quietus.target.CopyTime;
import org.quietus.target.PersonTraits;

/**
 * Reads persons' own tables in one backup for rows whose identifiers make the tokens of somebody
 * whom an earlier run erased.
 */
final class SuspectSearch {
  private final EarlierErasures.Part part;
  private final EarlierErasures screening;
  private final RowFate fate;
  private final Zones zones;
  private final List<PersonGraph> graphs;
  private final Predicate<String> wanted;
  private final Instant made;
  private final Map<String, Suspect> suspects = new LinkedHashMap<>();

  /**
   * Prepares a search.
   *
   * @param wanted whether anybody is sought for a request
   * @param made when the first object of the backup was
   */
  SuspectSearch(
      EarlierErasures.Part part,
      EarlierErasures screening,
      RowFate fate,
      Zones zones,
      List<PersonGraph> graphs,
      Predicate<String> wanted,
      Instant made) {
    this.part = part;
    this.screening = screening;
    this.fate = fate;
    this.zones = zones;
    this.graphs = graphs;
    this.wanted = wanted;
    this.made = made;
  }

  /** The rows that may be erased persons', by request. */
  Collection<Suspect> suspects() {
    return suspects.values();
  }

  private record Sieved(PersonGraph graph, TokenSieve<Suspect.Copy> sieve) {}

  /** Reads all of it; {@code keys} takes what cannot be read. */
  void read(List<Dump> dumps, Dump.Wanted tables, KeyHolders holders, FoundKeys keys) {
    List<Sieved> sieved =
        graphs.stream().map(graph -> new Sieved(graph, sieve(graph, holders, keys))).toList();
    Dump.Wanted own =
        Search.only(tables, table -> graphs.stream().anyMatch(graph -> graph.isRoot(table)));
    Dump.Look look =
        (bound, row) -> {
          for (Sieved one : sieved) {
            Member root = one.graph().step().root();
            // what is anonymised has gone through an erasure
            Set<String> identifiers = one.graph().subject().identifiers().keySet();
            if (one.graph().isRoot(bound.table())
                && fate.isOpen(root, bound, row)
                && !fate.isAnonymous(root, identifiers, bound, row)) {
              sift(one.graph(), bound, row, one.sieve(), keys);
            }
          }
        };
    dumps.forEach(dump -> dump.scan(own, look.ofReadable()));
    sieved.forEach(one -> one.sieve().finish());
  }

  private TokenSieve<Suspect.Copy> sieve(PersonGraph graph, KeyHolders holders, FoundKeys keys) {
    return new TokenSieve<>(
        graph.subject(),
        part.makers(),
        part.filter(),
        part.tenants().getOrDefault(graph.subject().name(), Set.of()),
        tokens -> screening.read(() -> part.range().with(tokens)),
        (copy, entries) -> {
          hold(graph, copy, entries, holders);
          suspect(graph, copy, entries, keys.doubts());
        });
  }

  private void sift(
      PersonGraph graph, BoundTable bound, Row row, TokenSieve<Suspect.Copy> sieve, FoundKeys keys)
      throws IOException {
    RowValues primaryKey = bound.primaryKey(row);
    Map<String, @Nullable Object> identifiers = new LinkedHashMap<>();
    for (String column : graph.subject().identifiers().keySet()) {
      @Nullable Object value = bound.value(row, column);
      keys.unread().look(value);
      identifiers.put(column, value instanceof UnreadValue ? null : value);
    }
    Optional<List<String>> key = bound.key(row, bound.table().primaryKey());
    Created created = Created.of(graph.subject(), bound, row, zones);
    Optional<String> tenant = OwnRow.tenant(graph.subject(), bound, row);
    boolean nobodys = tenant.isEmpty() && graph.subject().tenant().isPresent();
    if (key.isPresent()) {
      sieve.sift(
          () ->
              new Suspect.Copy(
                  key.get(), primaryKey, traits(graph, identifiers), created, tenant, nobodys),
          KeyText.of(primaryKey, bound.table()).encode(),
          tenant,
          new ArrayList<>(identifiers.values()));
    }
  }

  private static PersonTraits traits(PersonGraph graph, Map<String, @Nullable Object> identifiers) {
    Map<String, String> columns = new HashMap<>();
    identifiers.forEach(
        (column, value) ->
            Optional.ofNullable(value)
                .flatMap(known -> graph.identifier(column, known.toString()))
                .ifPresent(identifier -> columns.put(column, identifier.value())));
    return new PersonTraits(Optional.empty(), List.of(), columns);
  }

  /** Notes for each request of which a row has the key whether it is certainly that person's. */
  private void hold(
      PersonGraph graph, Suspect.Copy copy, Set<SuppressionEntry> entries, KeyHolders holders) {
    entries.stream()
        .filter(entry -> entry.kind().equals(TokenKind.ROW_KEY))
        .filter(entry -> wanted.test(entry.request()))
        .forEach(
            entry -> {
              Set<SuppressionEntry> agreeing =
                  TokenCandidates.besideKey(
                      entries.stream()
                          .filter(one -> one.request().equals(entry.request()))
                          .toList(),
                      ofKey(graph));
              boolean after = copy.created().beside(entry.erasedAt()) == Age.AFTER;
              holders.add(
                  entry.request(),
                  graph.step().root().catalogTable(),
                  copy.key(),
                  TokenCandidates.areTwo(agreeing) && !after && !copy.nobodys()
                      ? KeyHolders.Whose.THEIRS
                      : KeyHolders.Whose.ANOTHERS,
                  copy.created());
            });
  }

  private void suspect(
      PersonGraph graph, Suspect.Copy copy, Set<SuppressionEntry> entries, DoubtedKeys doubts) {
    Map<String, Set<SuppressionEntry>> byRequest =
        entries.stream()
            .filter(entry -> copy.created().beside(entry.erasedAt()) != Age.AFTER)
            .filter(entry -> !mayBeAgreedAgain(graph, entry))
            .collect(Collectors.groupingBy(SuppressionEntry::request, Collectors.toSet()));
    byRequest.forEach(
        (request, agreeing) -> {
          if (wanted.test(request)) {
            Instant erasedAt = agreeing.iterator().next().erasedAt();
            Suspect suspect =
                suspects.computeIfAbsent(
                    request,
                    one ->
                        new Suspect(
                            graph, one, erasedAt, new TokenCandidates<>(), new ArrayList<>()));
            suspect
                .candidates()
                .add(
                    copy.key(),
                    TokenCandidates.besideKey(agreeing, ofKey(graph)),
                    copy.beside(erasedAt));
            suspect.copies().add(copy);
            doubts.tell(
                request,
                graph.step().root().catalogTable(),
                copy.own(graph).identity(),
                new DoubtedKeys.Telling(agreeing(graph, agreeing), Set.of()));
          }
        });
  }

  private static Optional<TokenKind> ofKey(PersonGraph graph) {
    return TokenKind.ofKey(
        graph.subject().identifiers(),
        graph.subject().identifyingKey(graph.step().root().catalogTable().primaryKey()));
  }

  /** The columns of which one may hold what a token is made of. */
  private static Set<String> agreeing(PersonGraph graph, Set<SuppressionEntry> entries) {
    Set<String> kinds =
        entries.stream().map(entry -> entry.kind().name()).collect(Collectors.toSet());
    Set<String> columns =
        graph.subject().identifiers().entrySet().stream()
            .filter(
                column ->
                    IdentifierType.named(column.getValue())
                        .filter(type -> kinds.contains(TokenKind.of(type).name()))
                        .isPresent())
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    if (kinds.contains(TokenKind.ROW_KEY.name())) {
      columns.addAll(graph.step().root().catalogTable().primaryKey());
    }
    return columns;
  }

  /** A backup of the time after a withdrawal may hold what the person has agreed to again. */
  private boolean mayBeAgreedAgain(PersonGraph graph, SuppressionEntry entry) {
    return graph.subject().purpose().isPresent() && !CopyTime.mayHold(made, entry.erasedAt());
  }
}
