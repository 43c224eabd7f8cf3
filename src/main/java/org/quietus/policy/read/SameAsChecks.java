package org.quietus.policy.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.policy.ColumnName;
import org.quietus.policy.Edge;
import org.quietus.policy.JobFile;
import org.quietus.policy.SameAs;
import org.quietus.policy.SubjectType;

/** Reads which kinds the same people are of, and checks that they can be told in both. */
final class SameAsChecks {
  private static final Set<String> IDS = Set.of("id", "account-id");

  private final JobFile job;
  private final Problems problems;

  private SameAsChecks(JobFile job, Problems problems) {
    this.job = job;
    this.problems = problems;
  }

  /** Reads a subject, or a subject with the reference that leads to it. */
  static Optional<SameAs> read(JobEntry entry, Scalars scalars) {
    return entry
        .text()
        .map(subject -> new SameAs(subject, Optional.empty()))
        .or(
            () ->
                Optional.of(entry)
                    .filter(JobEntry::isPresent)
                    .map(
                        both ->
                            new SameAs(
                                Scalars.text(both.get("subject")), scalars.edge(both.get("by")))));
  }

  static void check(JobFile job, Problems problems) {
    SameAsChecks checks = new SameAsChecks(job, problems);
    job.subjects()
        .forEach((name, subject) -> subject.sameAs().ifPresent(same -> checks.of(subject, same)));
  }

  private void of(SubjectType subject, SameAs same) {
    String pointer = JobTree.child("/subjects", subject.name()) + "/same-as";
    SubjectType other = job.subjects().get(same.subject());
    if (other == null) {
      problems.add(
          "UNKNOWN-SUBJECT",
          pointer,
          "there is no subject '" + same.subject() + "'",
          "name one of " + String.join(", ", job.subjects().keySet()));
      return;
    }
    if (isStandIn(subject) || isStandIn(other)) {
      return;
    }
    if (other.sameAs().isPresent()) {
      problems.add(
          "SAME-AS-CHAIN",
          pointer,
          "subject '" + other.name() + "' is the same as another one itself",
          "name that one: same-as: " + other.sameAs().get().subject());
    } else if (subject.records().database().equals(other.records().database())) {
      problems.add(
          "SAME-DATABASE",
          pointer,
          "subjects '" + subject.name() + "' and '" + other.name() + "' are in one database",
          "have what belongs to a person hang on one table, by foreign keys or 'owns'");
    } else if (subject.tenant().isPresent() != other.tenant().isPresent()) {
      problems.add(
          "SAME-AS-TENANT",
          pointer,
          "of subjects '" + subject.name() + "' and '" + other.name() + "' only one has tenants",
          "name the column that tells the tenant of either under 'tenant'");
    } else if (same.by().isPresent()) {
      reference(subject, other, same.by().get(), pointer);
    } else if (strong(subject).noneMatch(type -> strong(other).anyMatch(type::equals))) {
      problems.add(
          "SAME-AS-UNKNOWN",
          pointer,
          "subjects '"
              + subject.name()
              + "' and '"
              + other.name()
              + "' have no address and no number in common that tells who is who",
          "name such columns under 'identifiers' of both, or the reference under 'by'");
    }
  }

  /** Names are shared by many, and ids mean something in their own database alone. */
  private static Stream<String> strong(SubjectType subject) {
    return subject.identifiers().values().stream()
        .map(type -> type.equals("mobile") ? "phone" : type)
        .filter(type -> type.equals("email") || type.equals("phone"));
  }

  private void reference(SubjectType subject, SubjectType other, Edge by, String pointer) {
    List<ColumnName> ends = List.of(by.from(), by.to());
    for (SubjectType one : List.of(subject, other)) {
      Optional<String> column =
          ends.stream()
              .filter(end -> end.table().equals(one.records()))
              .map(ColumnName::column)
              .findFirst();
      Set<String> ids =
          one.identifiers().entrySet().stream()
              .filter(entry -> IDS.contains(entry.getValue()))
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      if (column.isEmpty() || !ids.equals(Set.of(column.get()))) {
        problems.add(
            "SAME-AS-REFERENCE",
            pointer + "/by",
            "the reference has to lead from a column of one of "
                + subject.records()
                + " and "
                + other.records()
                + " to one of the other, and each has to be the only identifier of type 'id' of its"
                + " subject; that of '"
                + one.name()
                + "' is not",
            "write e.g. 'identifiers: { "
                + column.orElse("id")
                + ": id }' there, and no other column of that type");
        return;
      }
    }
  }

  private static boolean isStandIn(SubjectType subject) {
    return subject.records().equals(Scalars.NO_TABLE);
  }
}
