package org.quietus.coverage.read;

import java.util.List;
import org.quietus.coverage.Finding;
import org.quietus.policy.Problem;
import org.quietus.policy.TableName;

/**
 * What a job file does not cover of a database.
 *
 * @param product of the database, e.g. {@code MySQL 8.0.15}
 * @param findings what seems to be personal data, the surest first
 * @param orphans by reference, those that the job file declares first
 * @param unnamed tables that the job file does not name, and that show no sign of personal data
 * @param unread what could not be looked at
 * @param warnings of acknowledgements that name nothing
 */
public record CoverageReport(
    String product,
    List<Finding> findings,
    List<Orphans> orphans,
    List<TableName> unnamed,
    List<Unseen> unread,
    List<Problem> warnings) {

  /** Whether everything is covered or acknowledged, as far as could be looked at. */
  public boolean isClean() {
    return findings.isEmpty() && orphans.isEmpty() && unnamed.isEmpty();
  }
}
