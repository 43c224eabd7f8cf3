package org.quietus.run.certify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.certificate.Residuals;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/** What the triggers of changed tables have copied to places that no erasure reaches. */
final class TriggerResiduals {

  private TriggerResiduals() {}

  /** One copy for each such place; a table of the erasure's graph is none. */
  static List<Residuals.Copy> of(JobFile job, LedgerView view, Set<String> changed) {
    return job.triggers().entrySet().stream()
        .filter(triggers -> changed.contains(triggers.getKey().toString()))
        .flatMap(triggers -> triggers.getValue().stream())
        .filter(
            place ->
                job.erasure().keySet().stream().map(TableName::toString).noneMatch(place::equals))
        .map(place -> isTable(job, place) ? view.place(place) : place)
        .distinct()
        .map(
            place ->
                new Residuals.Copy(
                    Residuals.Place.DOWNSTREAM_COPY,
                    place,
                    "written-by-triggers",
                    Optional.empty(),
                    false))
        .toList();
  }

  private static boolean isTable(JobFile job, String place) {
    return job.databases().keySet().stream().anyMatch(name -> place.startsWith(name + "."));
  }
}
