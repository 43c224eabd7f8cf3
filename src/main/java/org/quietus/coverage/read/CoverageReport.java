package org.quietus.coverage.read;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quietus.coverage.Finding;
import org.quietus.policy.Problem;
import org.quietus.policy.TableName;

/**
 * What a job file does not cover of its databases.
 *
 * @param product of the databases, e.g. {@code MySQL 8.0.15}
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

  /** Those of several databases as one, with the surest findings first. */
  public static CoverageReport joined(List<CoverageReport> reports) {
    return reports.size() == 1
        ? reports.get(0)
        : new CoverageReport(
            all(reports, report -> List.of(report.product())).stream()
                .distinct()
                .collect(Collectors.joining(", ")),
            all(reports, CoverageReport::findings).stream()
                .sorted(Comparator.comparing(Finding::level))
                .toList(),
            all(reports, CoverageReport::orphans),
            all(reports, CoverageReport::unnamed),
            all(reports, CoverageReport::unread),
            all(reports, CoverageReport::warnings));
  }

  private static <T> List<T> all(
      List<CoverageReport> reports, Function<CoverageReport, List<T>> part) {
    return reports.stream().flatMap(report -> part.apply(report).stream()).toList();
  }

  /** Whether everything is covered or acknowledged, as far as could be looked at. */
  public boolean isClean() {
    return findings.isEmpty() && orphans.isEmpty() && unnamed.isEmpty();
  }
}
