package org.quietus.policy.read;

import java.util.Optional;
import org.quietus.policy.ColumnName;
import org.quietus.policy.FileSettings;

/** Reads which objects are data of their own, and what happens to their records. */
final class FileReader {
  private FileReader() {}

  static FileSettings files(String name, JobEntry entry) {
    JobEntry records = entry.get("records");
    return new FileSettings(
        name,
        Scalars.text(entry.get("of")),
        Scalars.text(entry.get("in")),
        BackupReader.glob(entry.get("objects")),
        Scalars.text(entry.get("format")),
        LayoutReader.layout(Scalars.text(entry.get("format")), entry.get("layout")),
        given(entry.get("keep")).map(Scalars::period),
        entry.get("named-by").entries().values().stream()
            .flatMap(column -> column(column).stream())
            .toList(),
        entry.get("from").text(),
        given(entry.get("zone")).map(Scalars::zone),
        given(records)
            .map(
                rule ->
                    new FileSettings.RecordRule(
                        Scalars.period(rule.get("keep")),
                        Scalars.then(rule.get("then")),
                        given(rule.get("because")).map(Scalars::line))),
        JobReader.named(
            entry.get("persons"),
            (subject, columns) -> JobReader.named(columns, (path, column) -> Scalars.text(column))),
        Scalars.then(entry.get("on-erasure")),
        JobReader.named(entry.get("anonymise"), (path, how) -> JobReader.strategy(how)),
        JobReader.named(entry.get("categories"), (path, category) -> Scalars.text(category)),
        entry.get("filters").text().filter("keep"::equals).isPresent(),
        BackupReader.encryption(entry.get("encryption")),
        SchemaReader.records(entry.get("schema-before")));
  }

  private static Optional<ColumnName> column(JobEntry entry) {
    try {
      return entry.text().map(ColumnName::parse);
    } catch (IllegalArgumentException e) {
      entry.problem(
          "BAD-COLUMN",
          entry.path() + " is " + entry.quoted() + ", which is not a column",
          "write database.table.column, e.g. crm.recording.object_key");
      return Optional.empty();
    }
  }

  private static Optional<JobEntry> given(JobEntry entry) {
    return Optional.of(entry).filter(JobEntry::isPresent);
  }
}
