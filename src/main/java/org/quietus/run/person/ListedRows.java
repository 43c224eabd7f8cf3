package org.quietus.run.person;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowName;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.request.Filing;
import org.quietus.request.Ground;
import org.quietus.request.HashList;
import org.quietus.request.Hashed;
import org.quietus.request.ListedRequests;
import org.quietus.request.NewRequest;
import org.quietus.request.Requester;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/**
 * Says of rows of persons, as {@link org.quietus.target.StepPersons#page} has them, what they hold
 * and which entries of a list mean them.
 */
final class ListedRows {
  private final Step step;
  private final SubjectType subject;
  private final HashList list;
  private final Requester requester;
  private final Instant received;
  private final List<IdentifierType> types;

  /** {@code requester} hands the list in, as of {@code received}. */
  ListedRows(Step step, SubjectType subject, HashList list, Requester requester, Instant received) {
    this.step = step;
    this.subject = subject;
    this.list = list;
    this.requester = requester;
    this.received = received;
    this.types =
        subject.identifiers().values().stream()
            .map(name -> IdentifierType.named(name).orElseThrow())
            .toList();
  }

  /**
   * One row of the table of persons; printed it says nothing.
   *
   * @param traits the normalised identifiers by column
   */
  record Row(
      RowValues key,
      Optional<String> tenant,
      Map<String, String> traits,
      List<Identifier> identifiers) {
    @Override
    public String toString() {
      return "Row[" + traits.size() + " traits]";
    }
  }

  /** Whether the list is of one identifier, and not of several columns that are hashed as one. */
  boolean areHashedAlone() {
    return list.hashed() instanceof Hashed.One;
  }

  /** What is read of each row beside its key, its tenant and its identifiers. */
  List<String> further() {
    return list.hashed() instanceof Hashed.Combined combined
        ? List.copyOf(combined.identifier().columns().keySet())
        : List.of();
  }

  /** The entries that mean a row, and by which of its identifiers, but for some. */
  Map<String, Set<Identifier>> entries(RowValues values, Set<String> without) {
    Map<String, Set<Identifier>> entries = new LinkedHashMap<>();
    if (!(list.hashed() instanceof Hashed.One one)) {
      List<@Nullable Object> combined =
          values.values().subList(firstIdentifier() + types.size(), values.values().size());
      for (String entry : list.entries(combined)) {
        if (!without.contains(entry)) {
          entries.put(entry, new LinkedHashSet<>(row(values).identifiers()));
        }
      }
      return entries;
    }
    IdentifierType type = one.type().type();
    for (int n = 0; n < types.size(); n++) {
      @Nullable Object value = values.values().get(firstIdentifier() + n);
      if (types.get(n) != type || value == null) {
        continue;
      }
      String text = value.toString();
      list.entries(List.of(text)).stream()
          .filter(entry -> !without.contains(entry))
          .map(entry -> entries.computeIfAbsent(entry, first -> new HashSet<>()))
          .forEach(named -> Identifier.of(type, text).ifPresent(named::add));
    }
    return entries;
  }

  Row row(RowValues values) {
    Map<String, String> traits = new LinkedHashMap<>();
    Set<Identifier> identifiers = new LinkedHashSet<>();
    int at = firstIdentifier();
    for (String column : subject.identifiers().keySet()) {
      identifier(types.get(at - firstIdentifier()), values.values().get(at))
          .ifPresent(
              identifier -> {
                traits.put(column, identifier.value());
                identifiers.add(identifier);
              });
      at++;
    }
    return new Row(key(values), tenant(values), traits, List.copyOf(identifiers));
  }

  private static Optional<Identifier> identifier(IdentifierType type, @Nullable Object value) {
    return Optional.ofNullable(value).flatMap(held -> Identifier.of(type, held.toString()));
  }

  /** Whether no request can be made of a row: it has no identifier, or does not tell its tenant. */
  boolean isNameless(Row row) {
    return row.identifiers().isEmpty()
        || (subject.tenant().isPresent() && row.tenant().filter(Filing::isTenant).isEmpty());
  }

  /** The request that an entry leads to. */
  NewRequest request(String entry, Optional<String> tenant, List<Identifier> identifiers) {
    Filing filing =
        new Filing(
            subject.name(),
            tenant,
            Ground.REQUEST,
            requester,
            Optional.of(ListedRequests.evidence(list.hashed().name(), entry)),
            received);
    return new NewRequest(filing, identifiers, true);
  }

  /** Whether a row may be of a person who is some tenant's. */
  static boolean mayBeOf(Row row, Optional<String> tenant) {
    return tenant.isEmpty() || row.tenant().isEmpty() || row.tenant().equals(tenant);
  }

  private Optional<String> tenant(RowValues values) {
    return subject
        .tenant()
        .flatMap(column -> Optional.ofNullable(values.values().get(width())))
        .map(Object::toString);
  }

  /** The primary key of a row. */
  RowValues key(RowValues values) {
    return new RowValues(values.values().subList(0, width()));
  }

  /** What a row is called in decisions about it. */
  String name(Row row) {
    return RowName.of(step.root().catalogTable(), row.key()).encode();
  }

  private int width() {
    return step.root().catalogTable().primaryKey().size();
  }

  private int firstIdentifier() {
    return width() + (subject.tenant().isPresent() ? 1 : 0);
  }
}
