package org.quietus.plan.make;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.Anonymisation;
import org.quietus.policy.ColumnName;
import org.quietus.policy.Edge;
import org.quietus.policy.ErasureRule;
import org.quietus.policy.JobFile;
import org.quietus.policy.Minor;
import org.quietus.policy.SharedTable;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.policy.Then;

/** Checks what the job file says of its data subjects. */
final class Subjects {
  private static final int UUID_LENGTH = 36;

  private static final Set<Column.Type> IDENTIFIERS =
      EnumSet.of(Column.Type.TEXT, Column.Type.INTEGER, Column.Type.UUID);

  private static final Set<Column.Type> BIRTHS = EnumSet.of(Column.Type.DATE, Column.Type.DATETIME);

  private static final Set<Column.Type> CONSENTS =
      EnumSet.of(
          Column.Type.DATE,
          Column.Type.DATETIME,
          Column.Type.TIMESTAMP,
          Column.Type.BOOLEAN,
          Column.Type.INTEGER,
          Column.Type.TEXT,
          Column.Type.ENUM);

  private final JobFile job;
  private final Resolver resolver;
  private final Findings findings;

  Subjects(JobFile job, Resolver resolver, Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.findings = findings;
  }

  /** The tables that hold a row per person. */
  Set<String> persons() {
    return job.subjects().values().stream()
        .map(SubjectType::records)
        .filter(resolver::here)
        .map(TableName::table)
        .collect(Collectors.toUnmodifiableSet());
  }

  void check() {
    job.subjects().values().stream()
        .filter(subject -> resolver.here(subject.records()))
        .forEach(this::check);
  }

  /** Refuses the edges that hang on nothing: what they promise would not happen. */
  void refuseUnreached(Set<String> reached) {
    for (SubjectType subject : job.subjects().values()) {
      for (int i = 0; i < subject.owns().size(); i++) {
        Edge edge = subject.owns().get(i);
        boolean both =
            Stream.of(edge.from(), edge.to())
                .map(ColumnName::table)
                .allMatch(table -> reached.contains(table.table()) || !resolver.exists(table));
        if (resolver.here(subject.records()) && !both) {
          findings.refuse(
              "UNREACHED",
              Pointer.to("subjects", subject.name(), "owns", i),
              "no path of subject '" + subject.name() + "' leads over " + edge,
              "point it at a table of the graph, or begin it at '"
                  + subject.records()
                  + "'; it is not followed from or to a table under 'shares'");
        }
      }
    }
  }

  /**
   * A person's own row that stays would keep all that identifies them; what must stay hangs below
   * it.
   */
  private void refuseKeptPerson(SubjectType subject) {
    if (Optional.ofNullable(job.erasure().get(subject.records()))
        .flatMap(ErasureRule::keep)
        .isPresent()) {
      findings.refuse(
          "KEEP-ON-PERSON",
          Pointer.to("erasure", "records", subject.records()),
          "the row of the person, '"
              + subject.records()
              + "', is to be kept in spite of an erasure",
          "write '{ then: anonymise }' for it, and 'keep' for the tables that a law names");
    }
  }

  private void check(SubjectType subject) {
    String pointer = Pointer.to("subjects", subject.name());
    refuseKeptPerson(subject);
    resolver
        .table(subject.records(), pointer + "/records")
        .ifPresent(
            table -> {
              check(subject, table);
              warnOfNames(table, pointer + "/records");
              warnOfNamesAlone(subject, table, pointer + "/identifiers");
            });
    for (int i = 0; i < subject.shares().size(); i++) {
      SharedTable shared = subject.shares().get(i);
      String at = pointer + Pointer.to("shares", i);
      if (resolver.here(shared.table())) {
        resolver.existing(shared.table(), at).ifPresent(table -> check(shared, table, at));
      }
    }
  }

  /** Whoever changes it while a run is at work cannot be told from somebody else by it. */
  private void warnOfNames(Table table, String pointer) {
    table.primaryKey().stream()
        .filter(column -> !table.keyIndex().equals(Table.PRIMARY))
        .flatMap(column -> table.column(column).stream())
        .filter(column -> column.type() == Column.Type.TEXT)
        .findFirst()
        .ifPresent(
            column ->
                findings.warn(
                    "KEY-MAY-CHANGE",
                    pointer,
                    "table '"
                        + table.name()
                        + "' has no primary key, and '"
                        + column.name()
                        + "' tells which row is whose: if that passes from one person to another"
                        + " while a run is at work, it takes the one for the other",
                    "add a primary key, such as a number, that never changes"));
  }

  /** Where a name is all that is known of a row, nothing tells whoever takes it meanwhile. */
  private void warnOfNamesAlone(SubjectType subject, Table table, String pointer) {
    boolean alone = table.primaryKey().containsAll(subject.identifiers().keySet());
    table.primaryKey().stream()
        .filter(column -> alone && subject.created().isEmpty())
        .flatMap(column -> table.column(column).stream())
        .filter(column -> column.type() == Column.Type.TEXT && column.length() != UUID_LENGTH)
        .findFirst()
        .ifPresent(
            column ->
                findings.warn(
                    "NAME-ALONE",
                    pointer,
                    "nothing but '"
                        + column.name()
                        + "' tells whose a row of table '"
                        + table.name()
                        + "' is: whoever takes that name between the beginning of a run and its"
                        + " work on the person who had it is taken for them",
                    "name under 'created' the column that tells when a row was created, or a"
                        + " further identifier"));
  }

  private void check(SharedTable shared, Table table, String pointer) {
    for (String reference : shared.own().keySet()) {
      String at = pointer + Pointer.to(shared.table(), reference);
      resolver
          .column(table, reference, at)
          .filter(
              column ->
                  table.foreignKeys().stream()
                      .noneMatch(key -> key.columns().equals(List.of(column.name()))))
          .ifPresent(
              column ->
                  findings.refuse(
                      "NO-REFERENCE",
                      at,
                      "'" + shared.table() + "." + reference + "' is not a foreign key to a person",
                      "name the column that points at the person whose columns these are"));
    }
  }

  private void check(SubjectType subject, Table table) {
    String pointer = Pointer.to("subjects", subject.name());
    for (String name : subject.identifiers().keySet()) {
      String at = pointer + Pointer.to("identifiers", name);
      resolver.column(table, name, at).ifPresent(column -> checkType(table, column, at));
      checkGone(subject, name, table.column(name).filter(Column::generated).isPresent(), at);
    }
    subject.created().ifPresent(column -> resolver.moment(table, column, pointer + "/created"));
    subject.minor().ifPresent(minor -> check(minor, table, pointer + "/minor"));
  }

  private void checkType(Table table, Column column, String pointer) {
    String identifier = "identifier '" + table.name() + "." + column.name() + "' is of type ";
    if (!IDENTIFIERS.contains(column.type())) {
      findings.refuse(
          "UNFIT-IDENTIFIER",
          pointer,
          identifier + column.typeName(),
          "name a column of text, whole numbers or UUIDs");
    } else if (column.typeName().toLowerCase(Locale.ROOT).endsWith(" zerofill")) {
      findings.refuse(
          "UNFIT-IDENTIFIER",
          pointer,
          identifier + column.typeName() + ": '43' would not find what is written 00000043",
          "take ZEROFILL off the column (its values stay), or name another column");
    }
  }

  private void check(Minor minor, Table table, String pointer) {
    resolver
        .column(table, minor.born(), pointer + "/born")
        .filter(column -> !BIRTHS.contains(column.type()))
        .ifPresent(
            column ->
                refuseUnfit(
                    table,
                    column,
                    pointer + "/born",
                    "a day of birth",
                    "name a column of type DATE or DATETIME"));
    minor
        .consent()
        .flatMap(name -> resolver.column(table, name, pointer + "/consent"))
        .filter(column -> !CONSENTS.contains(column.type()))
        .ifPresent(
            column ->
                refuseUnfit(
                    table,
                    column,
                    pointer + "/consent",
                    "consent",
                    "name a column of a date, text, truth value or whole number"));
    if (job.erasure().isEmpty()) {
      findings.refuse(
          "MINOR-NOT-ERASED",
          pointer,
          "children are to be erased, but nothing says what an erasure does",
          "add 'erasure: { records: … }'");
    }
  }

  private void refuseUnfit(Table table, Column column, String pointer, String what, String mend) {
    findings.refuse(
        "UNFIT-MINOR",
        pointer,
        "column '%s.%s' is of type %s and does not tell %s"
            .formatted(table.name(), column.name(), column.typeName(), what),
        mend);
  }

  /** A row that still holds an identifier still identifies. */
  private void checkGone(SubjectType subject, String identifier, boolean computed, String pointer) {
    boolean anonymised =
        job.erasure().containsKey(subject.records())
            && job.erasure().get(subject.records()).then() == Then.ANONYMISE;
    Anonymisation how = job.anonymise().get(subject.records());
    if (anonymised && how != null && !how.with().containsKey(identifier)) {
      findings.refuse(
          "IDENTIFIER-KEPT",
          pointer,
          "erasure anonymises '"
              + subject.records()
              + "' and leaves its identifier '"
              + identifier
              + "' as it is",
          computed
              ? "name what the database computes it from as the identifier, and anonymise that; or"
                  + " delete the rows"
              : "add '"
                  + identifier
                  + "' to 'anonymise: "
                  + subject.records()
                  + ": with', or delete the"
                  + " rows, or do not name it as an identifier");
    }
  }
}
