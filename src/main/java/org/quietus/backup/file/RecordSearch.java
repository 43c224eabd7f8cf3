package org.quietus.backup.file;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Row;
import org.quietus.policy.SubjectType;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenFilter;
import org.quietus.subject.TokenKind;
import org.quietus.subject.TokenMaker;

/**
 * Finds in records the values of persons whom earlier runs erased, and who are known by tokens
 * alone. Each value is made into tokens once; only what passes the filter is remembered.
 */
public final class RecordSearch {
  private static final int MOST_REMEMBERED = 20_000;

  private final RecordFields fields;
  private final List<TokenMaker> makers;
  private final TokenFilter filter;
  private final Map<String, Set<String>> tenants;
  private final Map<String, Map<String, String>> compared = new HashMap<>();
  private final Set<List<Object>> seen = new HashSet<>();
  private final Map<Token, Set<Told>> asked = new LinkedHashMap<>();

  /**
   * Looks for tokens that a filter lets through, under the keys of all their epochs.
   *
   * @param tenants whose persons are looked for, by subject; a record that does not tell its tenant
   *     may be about any of them
   */
  public RecordSearch(
      RecordFields fields,
      List<TokenMaker> makers,
      TokenFilter filter,
      Map<String, Set<String>> tenants) {
    this.tenants = tenants;
    this.fields = fields;
    this.makers = makers;
    this.filter = filter;
  }

  private record Told(SubjectType subject, WhoseField field, String value) {}

  /**
   * Somebody of whom values are in the records.
   *
   * @param own by column, the values that are the person's
   * @param tenant of the person
   */
  public record Known(
      SubjectType subject,
      String request,
      Instant erasedAt,
      Map<String, Set<String>> own,
      Optional<String> tenant) {}

  /** Looks at one record. */
  public void look(Row row) throws IOException {
    for (Map.Entry<SubjectType, List<WhoseField>> kind : fields.subjects().entrySet()) {
      List<Optional<String>> tenants = tenants(kind.getKey(), kind.getValue(), row);
      for (WhoseField field : kind.getValue()) {
        if (field.tokenKind().isPresent()) {
          for (int place : field.places()) {
            for (@Nullable Object value : row.values(place)) {
              if (value != null) {
                for (String form : field.forms(value)) {
                  look(kind.getKey(), field, tenants, form);
                }
              }
            }
          }
        }
      }
    }
  }

  /** Looks at a text that belongs to no record. */
  public void lookBeside(String text) {
    for (Map.Entry<SubjectType, List<WhoseField>> kind : fields.subjects().entrySet()) {
      List<Optional<String>> tenants = tenants(kind.getKey());
      for (WhoseField field : kind.getValue()) {
        if (field.kind() == WhoseField.Kind.IDENTIFIER && field.isStrong()) {
          field.forms(text).forEach(own -> look(kind.getKey(), field, tenants, own));
        }
      }
    }
  }

  /** Those that a record tells, else all. */
  private List<Optional<String>> tenants(SubjectType subject, List<WhoseField> fields, Row row)
      throws IOException {
    for (WhoseField field : fields) {
      if (field.kind() == WhoseField.Kind.TENANT) {
        Map<String, String> known = tenants(subject, field);
        Set<String> told = field.values(row, known.keySet());
        if (!told.isEmpty()) {
          return told.stream()
              .map(known::get)
              .map(Optional::ofNullable)
              .filter(Optional::isPresent)
              .toList();
        }
      }
    }
    return tenants(subject);
  }

  /** The tenants by what records are compared with. */
  private Map<String, String> tenants(SubjectType subject, WhoseField field) {
    return compared.computeIfAbsent(
        subject.name(),
        name -> {
          Map<String, String> known = new HashMap<>();
          tenants
              .getOrDefault(name, Set.of())
              .forEach(tenant -> field.normalised(tenant).ifPresent(of -> known.put(of, tenant)));
          return known;
        });
  }

  private List<Optional<String>> tenants(SubjectType subject) {
    return subject.tenant().isEmpty()
        ? List.of(Optional.empty())
        : tenants.getOrDefault(subject.name(), Set.of()).stream().map(Optional::of).toList();
  }

  private void look(
      SubjectType subject, WhoseField field, List<Optional<String>> tenants, String own) {
    if (seen.size() > MOST_REMEMBERED) {
      seen.clear();
    }
    TokenKind of = field.tokenKind().orElseThrow();
    for (Optional<String> tenant : tenants) {
      if (seen.add(List.of(subject.name(), field.name(), tenant, own))) {
        for (TokenMaker maker : makers) {
          Token token = maker.of(tenant, subject.name(), of, field.tokenText(own));
          if (filter.mayHold(token)) {
            asked
                .computeIfAbsent(token, at -> new LinkedHashSet<>())
                .add(new Told(subject, field, own));
          }
        }
      }
    }
  }

  /**
   * Who has been found, once each.
   *
   * @param entries looks entries up by their tokens
   */
  public Collection<Known> found(Function<Set<Token>, List<SuppressionEntry>> entries) {
    Map<String, Known> found = new LinkedHashMap<>();
    for (SuppressionEntry entry :
        asked.isEmpty() ? List.<SuppressionEntry>of() : entries.apply(asked.keySet())) {
      for (Told told : asked.getOrDefault(entry.token(), Set.of())) {
        if (told.subject().name().equals(entry.subject())) {
          found
              .computeIfAbsent(
                  entry.request(),
                  request ->
                      new Known(
                          told.subject(),
                          request,
                          entry.erasedAt(),
                          new HashMap<>(),
                          entry.tenant()))
              .own()
              .computeIfAbsent(told.field().name(), column -> new HashSet<>())
              .add(told.value());
        }
      }
    }
    return found.values();
  }
}
