package org.quietus.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Table;
import org.quietus.policy.ColumnName;
import org.quietus.policy.JobFile;
import org.quietus.target.BackupTask;
import org.quietus.target.Target;

/** The columns of the database that name objects. */
record ObjectNaming(JobFile job, Catalog catalog, Target target) implements BackupTask.Naming {

  @Override
  public boolean isNamed(String set, List<String> spellings) {
    return columns(set).anyMatch(name -> target.holds(table(name), name.column(), spellings));
  }

  @Override
  public void texts(String set, Consumer<String> each) {
    columns(set).forEach(name -> target.texts(table(name), name.column(), each));
  }

  /** A column may name what the job file has as an object of another set, in the same store. */
  private Stream<ColumnName> columns(String set) {
    Optional<String> store =
        Optional.ofNullable(job.files().get(set)).map(files -> files.set().store());
    return job.files().values().stream()
        .filter(files -> store.filter(files.set().store()::equals).isPresent())
        .flatMap(files -> files.namedBy().stream())
        .distinct();
  }

  private Table table(ColumnName name) {
    return catalog.table(name.table().table()).orElseThrow();
  }
}
