package org.quietus.backup.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.person.PersonValues;
import org.quietus.backup.version.SetContext;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.policy.SubjectType;
import org.quietus.subject.IdentifierType;

/**
 * All that decides, beside the persons, what a search of one backup finds: its objects, the tables
 * of the database, and what the job file says of them. What was noted under one form says nothing
 * under another.
 */
final class DumpForm {
  private final List<String> texts = new ArrayList<>();

  private DumpForm() {}

  /** What is the same for all backups of a set, as texts. */
  static String[] ofSet(DumpContents contents, String names, List<PersonGraph> graphs) {
    DumpForm form = new DumpForm();
    form.add("form", PersonValues.FORM, contents.settings().format(), contents.zones(), names);
    form.add("databases", contents.settings().databases());
    if (!contents.formats().former().days().isEmpty()) {
      form.add("former", contents.formats().former().text());
    }
    for (IdentifierType type : IdentifierType.values()) {
      form.add(type, type.version());
    }
    new TreeMap<>(contents.catalog().tables()).values().forEach(form::table);
    graphs.forEach(form::graph);
    form.add("inbox", contents.filed().inbox().map(Table::name), contents.filed().ofTenants());
    form.add("subjects", new TreeSet<>(contents.filed().subjects()));
    contents.filed().outboxes().forEach(outbox -> form.add("outbox", outbox.name()));
    return form.texts.toArray(String[]::new);
  }

  /** What one backup has beside that, as texts. */
  static String[] of(String ofSet, DumpContents contents, SetContext set, List<Pin> versions) {
    DumpForm form = new DumpForm();
    form.add("set", ofSet);
    versions.stream().map(DumpForm::text).sorted().forEach(version -> form.add("part", version));
    if (contents.isFolder()) {
      form.folders(set, versions);
    }
    return form.texts.toArray(String[]::new);
  }

  private void add(Object... some) {
    texts.add(String.valueOf(some.length));
    Stream.of(some).map(String::valueOf).forEach(texts::add);
  }

  private static String text(Pin version) {
    return version.key().value() + "\n" + version.versionId() + "\n" + version.etag();
  }

  private void table(Table table) {
    add("table", table.name(), table.primaryKey());
    for (Column column : table.columns().values()) {
      add(
          column.name(),
          column.type(),
          column.typeName(),
          column.length(),
          column.nullable(),
          column.generated(),
          column.allowed(),
          column.collation(),
          new TreeSet<>(column.computedFrom()));
    }
  }

  private void graph(PersonGraph graph) {
    SubjectType subject = graph.subject();
    add(
        "subject",
        subject.name(),
        subject.records(),
        new TreeMap<>(subject.identifiers()),
        subject.created(),
        subject.tenant(),
        subject.purpose().isPresent());
    graph.all().forEach(this::member);
  }

  private void member(Member member) {
    add("member", member.table(), member.role(), member.path(), member.rivals());
    action(member.action());
    for (Basis basis : member.bases()) {
      add("basis", basis.above(), basis.table().name(), basis.kept().isWithoutEnd());
      add(basis.kept().keep().from());
      action(basis.action());
    }
    if (member.role() == MemberRole.OWNED) {
      add("referenced", member.referencedBy());
    }
  }

  private void action(Action action) {
    add(action.getClass().getSimpleName());
    if (action instanceof Action.Unlink unlink) {
      add(unlink.columns());
    }
    if (action instanceof Action.Anonymise anonymise) {
      TableAnonymisation how = anonymise.how();
      add(
          new TreeSet<>(how.columns().keySet()),
          how.mark(),
          TableAnonymisation.undecidable(how.columns()));
    }
  }

  /** What lies beside the files of a folder may say how they are read. */
  private void folders(SetContext set, List<Pin> versions) {
    Set<String> folders = new LinkedHashSet<>();
    versions.forEach(version -> folders.add(SealedVersion.folder(version.key().value())));
    for (String folder : new TreeSet<>(folders)) {
      try (Stream<ObjectVersion> all = set.store().versions(folder)) {
        all.filter(version -> !version.deleteMarker())
            .filter(version -> SealedVersion.folder(version.key().value()).equals(folder))
            .map(version -> text(version.pin()) + "\n" + version.latest())
            .sorted()
            .forEach(version -> add("beside", version));
      }
    }
  }
}
