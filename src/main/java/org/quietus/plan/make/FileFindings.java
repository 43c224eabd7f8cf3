package org.quietus.plan.make;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.anonymise.Strategies;
import org.quietus.anonymise.Strategy;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.ColumnName;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;

/** Shows that whose a record is can be told, and that anonymising records ends. */
final class FileFindings {
  private static final Set<Column.Type> KEYS =
      EnumSet.of(Column.Type.INTEGER, Column.Type.TEXT, Column.Type.UUID);

  private final JobFile job;
  private final Resolver resolver;
  private final Findings findings;

  FileFindings(JobFile job, Resolver resolver, Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.findings = findings;
  }

  /** By table, the columns that name objects, and the set of files that these are in. */
  static Map<TableName, Map<String, String>> objects(JobFile job) {
    Map<TableName, Map<String, String>> objects = new HashMap<>();
    for (FileSettings set : job.files().values()) {
      set.namedBy()
          .forEach(
              name ->
                  objects
                      .computeIfAbsent(name.table(), table -> new LinkedHashMap<>())
                      .put(name.column(), set.name()));
    }
    return objects;
  }

  void check() {
    for (FileSettings set : job.files().values()) {
      set.persons()
          .forEach(
              (name, columns) ->
                  job.subject(name)
                      .filter(subject -> resolver.here(subject.records()))
                      .ifPresent(subject -> persons(set, subject, columns)));
      strategies(set);
      names(set);
    }
  }

  private void persons(FileSettings set, SubjectType subject, Map<String, String> columns) {
    String pointer = Pointer.to("files", set.name(), "persons", subject.name());
    Optional<Table> found =
        resolver.table(subject.records(), Pointer.to("subjects", subject.name(), "records"));
    if (found.isEmpty()) {
      return;
    }
    Table table = found.get();
    boolean strong = false;
    for (Map.Entry<String, String> column : columns.entrySet()) {
      String at = pointer + Pointer.to(column.getKey());
      Optional<Column> there = table.column(column.getValue());
      if (there.isEmpty()) {
        findings.refuse(
            "UNKNOWN-COLUMN",
            at,
            "'" + subject.records() + "' has no column '" + column.getValue() + "'",
            "name a column that identifies a person: " + identifying(subject, table));
      } else if (isKey(table, column.getValue())) {
        strong = true;
        refuseKey(there.get(), subject, at);
      } else if (subject.identifiers().containsKey(column.getValue())) {
        strong |=
            Optional.ofNullable(subject.identifiers().get(column.getValue()))
                .flatMap(IdentifierType::named)
                .map(TokenKind::of)
                .filter(TokenKind::isStrong)
                .isPresent();
      } else if (subject.tenant().filter(column.getValue()::equals).isEmpty()) {
        findings.refuse(
            "NOT-IDENTIFYING",
            at,
            "column '"
                + column.getValue()
                + "' of '"
                + subject.records()
                + "' does not say who a person is",
            "name one of " + identifying(subject, table));
      }
    }
    if (!strong
        && !columns.isEmpty()
        && columns.values().stream().allMatch(name -> table.column(name).isPresent())) {
      findings.refuse(
          "WEAK-IDENTIFIER",
          pointer,
          "nothing in the records of '"
              + set.name()
              + "' says who a '"
              + subject.name()
              + "' is, beyond a name",
          "add the path to one of " + identifying(subject, table));
    }
    if (subject.tenant().filter(tenant -> !columns.containsValue(tenant)).isPresent()) {
      findings.refuse(
          "NO-TENANT",
          pointer,
          "nothing in the records of '"
              + set.name()
              + "' says whose customer a '"
              + subject.name()
              + "' is",
          "add the path to what column '" + subject.tenant().get() + "' holds");
    }
  }

  private void names(FileSettings set) {
    for (int n = 0; n < set.namedBy().size(); n++) {
      ColumnName name = set.namedBy().get(n);
      String pointer = Pointer.to("files", set.name(), "named-by", n);
      if (!resolver.here(name.table())) {
        findings.refuse(
            "UNKNOWN-DATABASE",
            pointer,
            "'" + name + "' is in a database that is not the job's",
            "write database.table.column of this job's database");
        continue;
      }
      resolver
          .table(name.table(), pointer)
          .flatMap(table -> resolver.column(table, name.column(), pointer))
          .filter(column -> column.type() != Column.Type.TEXT)
          .ifPresent(
              column ->
                  findings.refuse(
                      "NOT-A-KEY",
                      pointer,
                      "'" + name + "' is " + column.typeName() + ", which holds no keys of objects",
                      "name the text column that holds them"));
    }
  }

  private static boolean isKey(Table table, String column) {
    return table.primaryKey().equals(List.of(column));
  }

  private void refuseKey(Column key, SubjectType subject, String pointer) {
    if (!KEYS.contains(key.type())) {
      findings.refuse(
          "UNSUITED-KEY",
          pointer,
          "column '"
              + key.name()
              + "' of '"
              + subject.records()
              + "' is "
              + key.typeName()
              + ", which is not compared with records",
          "name an identifier instead");
    }
  }

  private static String identifying(SubjectType subject, Table table) {
    Map<String, String> columns = new LinkedHashMap<>(subject.identifiers());
    if (table.primaryKey().size() == 1) {
      columns.put(table.primaryKey().get(0), "");
    }
    return String.join(", ", columns.keySet());
  }

  private void strategies(FileSettings set) {
    Map<String, Strategy> accepted = new HashMap<>();
    set.anonymise()
        .forEach(
            (path, spec) -> {
              String pointer = Pointer.to("files", set.name(), "anonymise", path);
              Strategies.Choice choice = Strategies.of(spec);
              if (choice instanceof Strategies.Choice.Refused refused) {
                findings.refuse(refused.id(), pointer, refused.what(), refused.mend());
              } else if (choice instanceof Strategies.Choice.Accepted good) {
                accepted.put(path, good.strategy());
              }
            });
    accepted.forEach(
        (path, strategy) -> {
          if (strategy.done().isEmpty()) {
            findings.refuse(
                "ENDLESS",
                Pointer.to("files", set.name(), "anonymise", path),
                "nothing tells what strategy '"
                    + strategy.name()
                    + "' made of a record from what was there before",
                "use e.g. 'set-null', 'redact' or 'network'");
          }
        });
  }
}
