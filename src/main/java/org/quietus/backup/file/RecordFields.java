package org.quietus.backup.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.anonymise.Strategies;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.format.KnownValues;
import org.quietus.format.Row;
import org.quietus.plan.Step;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;
import org.quietus.target.Others;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;

/**
 * What is looked for in the records of a set.
 *
 * @param paths to it; a row's columns
 * @param subjects by kind of person, where records tell of one
 * @param how records are anonymised; empty if they never are
 */
public record RecordFields(
    FileSettings settings,
    List<String> paths,
    Map<SubjectType, List<WhoseField>> subjects,
    Optional<TableAnonymisation> how) {

  /** Those of a set that has been checked. */
  public static RecordFields of(FileSettings settings, JobFile job, Catalog catalog) {
    List<String> paths = settings.paths();
    Map<SubjectType, List<WhoseField>> subjects = new LinkedHashMap<>();
    settings
        .persons()
        .forEach(
            (name, columns) -> {
              SubjectType subject = job.subject(name).orElseThrow();
              Table table = catalog.table(subject.records().table()).orElseThrow();
              subjects.put(subject, fields(subject, table, columns, paths));
            });
    return new RecordFields(settings, paths, subjects, anonymisation(settings));
  }

  private static List<WhoseField> fields(
      SubjectType subject, Table table, Map<String, String> columns, List<String> paths) {
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    columns.forEach(
        (path, column) ->
            places.computeIfAbsent(column, of -> new ArrayList<>()).add(paths.indexOf(path)));
    List<WhoseField> fields = new ArrayList<>();
    places.forEach(
        (name, of) -> {
          Column column = table.column(name).orElseThrow();
          Optional<IdentifierType> type = type(subject, table, name);
          boolean tenant = subject.tenant().filter(name::equals).isPresent();
          fields.add(
              new WhoseField(
                  column,
                  type.isPresent()
                      ? WhoseField.Kind.IDENTIFIER
                      : tenant ? WhoseField.Kind.TENANT : WhoseField.Kind.KEY,
                  type,
                  of));
        });
    return fields;
  }

  /** A name that is a table's key is that: as a name alone it would say who nobody is. */
  private static Optional<IdentifierType> type(SubjectType subject, Table table, String column) {
    boolean key = table.primaryKey().equals(List.of(column));
    return Optional.ofNullable(subject.identifiers().get(column))
        .flatMap(IdentifierType::named)
        .filter(type -> !key || TokenKind.of(type).isStrong());
  }

  private static Optional<TableAnonymisation> anonymisation(FileSettings settings) {
    if (!settings.isAnonymised()) {
      return Optional.empty();
    }
    Map<String, Strategy> strategies = new LinkedHashMap<>();
    settings
        .anonymise()
        .forEach(
            (path, spec) -> {
              if (Strategies.of(spec) instanceof Strategies.Choice.Accepted accepted) {
                strategies.put(path, accepted.strategy());
              }
            });
    return Optional.of(new TableAnonymisation(strategies, Optional.empty()));
  }

  /** Somebody of the run, as records may tell of them. */
  public RecordPerson person(Sought sought, Others others) {
    return RecordPerson.of(sought, fields(sought.subject().name()), others);
  }

  private List<WhoseField> fields(String subject) {
    return subjects.entrySet().stream()
        .filter(kind -> kind.getKey().name().equals(subject))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Somebody whom an earlier run erased.
   *
   * @param kinds of all tokens that the person is known by
   */
  public RecordPerson person(
      RecordSearch.Known known, Step step, Set<TokenKind> kinds, Others others) {
    List<WhoseField> fields = fields(known.subject().name());
    Map<String, Set<String>> own = new LinkedHashMap<>(known.own());
    List<RowValues> rows = new ArrayList<>();
    Map<String, String> traits = new LinkedHashMap<>();
    Set<String> all = new LinkedHashSet<>();
    for (WhoseField field : fields) {
      Set<String> values = own.getOrDefault(field.name(), Set.of());
      switch (field.kind()) {
        case KEY -> values.forEach(key -> rows.add(field.keyOf(key)));
        case IDENTIFIER -> values.forEach(value -> traits.put(field.name(), value));
        case TENANT ->
            known
                .tenant()
                .flatMap(field::normalised)
                .ifPresent(tenant -> own.put(field.name(), Set.of(tenant)));
      }
      if (field.tokenKind().filter(kinds::contains).isPresent()) {
        all.add(field.name());
      }
    }
    Sought sought =
        new Sought(
            known.request(),
            step,
            known.subject(),
            new PersonKeys(rows, known.erasedAt()),
            new PersonTraits(known.tenant(), List.of(), traits));
    return new RecordPerson(sought, own, all, RecordPerson.shared(sought, own, fields, others));
  }

  /** Whether records may be about such a person. */
  public boolean isAbout(SubjectType subject) {
    return settings.persons().containsKey(subject.name());
  }

  /** Whether a record may tell of a person in a place that is not looked at. */
  public boolean isOdd(Row row) throws IOException {
    for (List<WhoseField> told : subjects.values()) {
      for (WhoseField field : told) {
        for (int place : field.places()) {
          if (row.isOdd(place)) {
            return true;
          }
        }
      }
    }
    return !subjects.isEmpty() && row.isOdd();
  }

  /** Whether a record has a key of which only the server can say whose it is. */
  public boolean isUncompared(Row row) throws IOException {
    for (List<WhoseField> told : subjects.values()) {
      for (WhoseField field : told) {
        if (field.isUncompared(row)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether records with some values may have a key that cannot be compared here. */
  public boolean mayBeUncompared(KnownValues values) throws IOException {
    for (List<WhoseField> told : subjects.values()) {
      for (WhoseField field : told) {
        if (field.isNumberOrKey() && field.mayBe(Set.of(), values)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What a record tells of persons, as it is written. */
  public Set<String> told(Row row) throws IOException {
    Set<String> told = new HashSet<>();
    for (List<WhoseField> fields : subjects.values()) {
      for (WhoseField field : fields) {
        for (int place : field.places()) {
          row.values(place).forEach(value -> told.add(String.valueOf(value)));
        }
      }
    }
    return told;
  }

  /** The place of each record's moment among the columns of a row, or -1. */
  int moment() {
    return settings.from().map(paths::indexOf).orElse(-1);
  }
}
