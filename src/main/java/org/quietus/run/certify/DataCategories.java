package org.quietus.run.certify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quietus.ledger.Runs;
import org.quietus.plan.Treatment;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.Categories;
import org.quietus.policy.FileSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/** Which categories of data the tables hold that a certificate is about. */
record DataCategories(
    Categories categories, Map<String, BackupSettings> backups, Map<String, FileSettings> files) {
  /** Those of the job file that a run began with; none if that is not the one at hand. */
  static DataCategories of(Runs.Run run, JobFile job) {
    boolean same = run.jobDigest().equals(job.text().digest());
    return new DataCategories(
        same ? job.categories() : Categories.NONE, job.backups(), same ? job.files() : Map.of());
  }

  /**
   * The categories that something was done with, by name.
   *
   * @param table as the ledger calls it, in the database or in a backup set
   * @param method as the ledger calls it
   */
  List<String> of(String table, String method) {
    Map<String, String> columns = columns(table);
    Treatment treatment = Treatment.parse(method);
    if (treatment.isUnlink()) {
      return List.of();
    }
    if (!treatment.isAnonymise()) {
      return List.copyOf(new TreeSet<>(columns.values()));
    }
    return treatment.strategies().keySet().stream()
        .flatMap(column -> Optional.ofNullable(columns.get(column)).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** What a certificate of one person calls a table whose very name would tell something. */
  String discreet(String table) {
    TreeSet<String> sensitive = new TreeSet<>(columns(table).values());
    sensitive.retainAll(categories.sensitive());
    return sensitive.isEmpty()
        ? table
        : TableName.parse(table).database() + ": " + String.join(", ", sensitive);
  }

  private Map<String, String> columns(String table) {
    TableName name = TableName.parse(table);
    @Nullable FileSettings set = files.get(name.database());
    if (set != null) {
      return set.categories();
    }
    String database =
        Optional.ofNullable(backups.get(name.database()))
            .map(BackupSettings::database)
            .orElse(name.database());
    return categories.columns().getOrDefault(new TableName(database, name.table()), Map.of());
  }
}
