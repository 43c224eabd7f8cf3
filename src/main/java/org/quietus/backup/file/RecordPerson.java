package org.quietus.backup.file;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.format.Row;
import org.quietus.format.UnsupportedDump;
import org.quietus.subject.Identifier;
import org.quietus.target.Others;
import org.quietus.target.Sought;

/**
 * A person who is sought in records, with the values that the person is known by.
 *
 * @param own by column, the values that are the person's
 * @param known the columns of which all values of the person are known
 * @param shared of {@code own}, values that are somebody else's too
 */
public record RecordPerson(
    Sought sought,
    Map<String, Set<String>> own,
    Set<String> known,
    Map<String, Set<String>> shared) {

  /** One of the run, by what was frozen. */
  static RecordPerson of(Sought sought, List<WhoseField> fields, Others others) {
    Map<String, Set<String>> own = new HashMap<>();
    Set<String> known = new HashSet<>();
    for (WhoseField field : fields) {
      Set<String> values = values(sought, field);
      if (!values.isEmpty()) {
        own.put(field.name(), values);
      }
      // a key that cannot be compared is known, and none of those that can
      if (!values.isEmpty()
          || (field.kind() == WhoseField.Kind.KEY && !sought.keys().rows().isEmpty())) {
        known.add(field.name());
      }
    }
    return new RecordPerson(sought, own, known, shared(sought, own, fields, others));
  }

  private static Set<String> values(Sought sought, WhoseField field) {
    Set<String> values = new HashSet<>();
    switch (field.kind()) {
      case TENANT -> sought.traits().tenant().flatMap(field::normalised).ifPresent(values::add);
      case IDENTIFIER -> {
        Optional.ofNullable(sought.traits().columns().get(field.name())).ifPresent(values::add);
        sought.traits().given().stream()
            .filter(given -> given.type() == field.type().orElseThrow())
            .forEach(given -> values.add(given.value()));
      }
      case KEY -> {
        int place = sought.step().rootColumns().indexOf(field.name());
        for (RowValues row : sought.keys().rows()) {
          @Nullable Object key = row.values().get(place);
          if (key != null) {
            field.compared(key).ifPresent(values::add);
          }
        }
      }
    }
    return values;
  }

  /** Of a person's values, those that somebody else is known by as well. */
  static Map<String, Set<String>> shared(
      Sought sought, Map<String, Set<String>> own, List<WhoseField> fields, Others others) {
    Map<String, Set<String>> shared = new HashMap<>();
    for (WhoseField field : fields) {
      for (String value : own.getOrDefault(field.name(), Set.of())) {
        boolean both =
            field.kind() == WhoseField.Kind.IDENTIFIER
                && field.isStrong()
                && Identifier.of(field.type().orElseThrow(), value)
                    .filter(identifier -> others.have(sought, identifier))
                    .isPresent();
        if (both) {
          shared.computeIfAbsent(field.name(), of -> new HashSet<>()).add(value);
        }
      }
    }
    return shared;
  }

  /** What a record tells of a person. */
  enum Agreement {
    /** It is about somebody else, or nobody. */
    NONE,
    /** It may be about the person. */
    DOUBTFUL,
    /** It is about the person and nobody else of that kind. */
    CERTAIN
  }

  /**
   * Compares what a record tells.
   *
   * @param told by column; a column of which nothing is told may be left out
   */
  Agreement with(Map<String, Set<String>> told, List<WhoseField> fields) {
    boolean key = false;
    boolean strong = false;
    boolean doubtful = false;
    for (WhoseField field : fields) {
      Set<String> values = told.getOrDefault(field.name(), Set.of());
      Set<String> agreeing = new HashSet<>(values);
      agreeing.retainAll(own.getOrDefault(field.name(), Set.of()));
      if (field.kind() == WhoseField.Kind.TENANT) {
        if (!values.isEmpty() && agreeing.isEmpty()) {
          return Agreement.NONE;
        }
        doubtful |= values.size() != 1;
      } else if (agreeing.isEmpty()) {
        doubtful |= !values.isEmpty() && field.isStrong() && known.contains(field.name());
      } else {
        boolean shares = shared.getOrDefault(field.name(), Set.of()).containsAll(agreeing);
        strong |= field.isStrong();
        key |= field.kind() == WhoseField.Kind.KEY && values.size() == agreeing.size();
        doubtful |= shares || (field.isStrong() && values.size() > agreeing.size());
      }
    }
    if (!strong) {
      return Agreement.NONE;
    }
    return doubtful && !(key && isAlone(told, fields)) ? Agreement.DOUBTFUL : Agreement.CERTAIN;
  }

  /** The columns of which something that a record tells is the person's, or all is somebody's. */
  Set<String> columns(Map<String, Set<String>> told, List<WhoseField> fields, boolean agreeing) {
    return fields.stream()
        .map(WhoseField::name)
        .filter(name -> !told.getOrDefault(name, Set.of()).isEmpty())
        .filter(name -> own.containsKey(name))
        .filter(
            name ->
                agreeing != Collections.disjoint(told.getOrDefault(name, Set.of()), own.get(name)))
        .collect(Collectors.toSet());
  }

  /** Whether nothing but the rest of a telephone number says that a record is about the person. */
  boolean isGuessed(Row row, Map<String, Set<String>> told, List<WhoseField> fields)
      throws UnsupportedDump {
    boolean guessed = false;
    for (WhoseField field : fields) {
      Set<String> values = own.getOrDefault(field.name(), Set.of());
      if (field.isStrong()
          && told.getOrDefault(field.name(), Set.of()).stream().anyMatch(values::contains)) {
        if (!field.isGuessed(row, values)) {
          return false;
        }
        guessed = true;
      }
    }
    return guessed;
  }

  /** Whether a record has a key that may be another's, as far as can be told without the server. */
  boolean mayBeAnothers(Row row, List<WhoseField> fields) throws UnsupportedDump {
    for (WhoseField field : fields) {
      if (field.kind() == WhoseField.Kind.KEY && !keys(field).containsAll(field.uncompared(row))) {
        return true;
      }
    }
    return false;
  }

  /** The person's keys as they are: what is written alike is the same to every server. */
  private Set<String> keys(WhoseField field) {
    int place = sought.step().rootColumns().indexOf(field.name());
    return place < 0
        ? Set.of()
        : sought.keys().rows().stream()
            .map(row -> String.valueOf(row.values().get(place)))
            .collect(Collectors.toSet());
  }

  /** Under the person's key an identifier may be an earlier one; several are several persons'. */
  private static boolean isAlone(Map<String, Set<String>> told, List<WhoseField> fields) {
    return fields.stream()
        .filter(WhoseField::isStrong)
        .allMatch(field -> told.getOrDefault(field.name(), Set.of()).size() <= 1);
  }

  @Override
  public String toString() {
    return "RecordPerson[" + sought.request() + "]";
  }
}
