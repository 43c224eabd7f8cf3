package org.quietus.backup.person;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.UnreadValue;
import org.quietus.backup.dump.Zones;
import org.quietus.format.Row;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;

/** What a row of a subject's table in a dump tells of whose it is. */
record OwnRow(
    Optional<List<String>> key,
    Optional<String> tenant,
    Created created,
    Map<String, Identifier> identifiers) {

  static OwnRow of(SubjectType subject, BoundTable bound, Row row, Zones zones, UnreadKeys unread)
      throws IOException {
    Map<String, Identifier> identifiers = new LinkedHashMap<>();
    for (Map.Entry<String, String> column : subject.identifiers().entrySet()) {
      @Nullable Object value = bound.value(row, column.getKey());
      unread.look(value);
      if (value != null && !(value instanceof UnreadValue)) {
        IdentifierType type = IdentifierType.named(column.getValue()).orElseThrow();
        Identifier.of(type, value.toString())
            .ifPresent(identifier -> identifiers.put(column.getKey(), identifier));
      }
    }
    return new OwnRow(
        bound.key(row, bound.table().primaryKey()),
        tenant(subject, bound, row),
        Created.of(subject, bound, row, zones),
        identifiers);
  }

  /** What it is known by where somebody said something of it: its key, and all that it tells. */
  List<String> identity() {
    List<String> texts = new ArrayList<>(List.of("row"));
    texts.addAll(key.orElseThrow());
    texts.add(tenant.map(of -> "of " + of).orElse(""));
    texts.add(created.text());
    new TreeMap<>(identifiers)
        .forEach(
            (column, identifier) -> {
              texts.add(column);
              texts.add(identifier.value());
            });
    return texts;
  }

  /** Whose customer a row is, where there are tenants and it tells. */
  static Optional<String> tenant(SubjectType subject, BoundTable bound, Row row)
      throws IOException {
    return subject.tenant().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(bound.value(row, subject.tenant().get()))
            .filter(tenant -> !(tenant instanceof UnreadValue))
            .map(Object::toString);
  }
}
