package org.quietus.run.certify;

import java.util.function.UnaryOperator;
import org.quietus.policy.JobFile;

/** What certificates call tables. */
public final class TableLabels {
  private TableLabels() {}

  /** In those of one person, of whom a table's very name could tell something. */
  public static UnaryOperator<String> ofRequests(JobFile job) {
    return new DataCategories(job.categories(), job.backups(), job.files())::discreet;
  }
}
