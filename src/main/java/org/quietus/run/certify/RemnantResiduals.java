package org.quietus.run.certify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.certificate.Residuals;
import org.quietus.control.Sites;
import org.quietus.target.Target;

/** What databases go on to keep of rows that were changed, until somebody ends that. */
final class RemnantResiduals {

  private RemnantResiduals() {}

  /** One copy for each. */
  static List<Residuals.Copy> of(Sites sites, LedgerView view, Set<String> changed) {
    return sites.all().stream().flatMap(site -> of(site.target(), view, changed).stream()).toList();
  }

  private static List<Residuals.Copy> of(Target target, LedgerView view, Set<String> changed) {
    String database = target.name() + ".";
    Set<String> tables =
        changed.stream()
            .filter(table -> table.startsWith(database))
            .map(table -> table.substring(database.length()))
            .collect(Collectors.toSet());
    return tables.isEmpty()
        ? List.of()
        : target.remnants(tables).stream()
            .map(
                remnant ->
                    new Residuals.Copy(
                        Residuals.Place.DOWNSTREAM_COPY,
                        view.place(database + remnant.of()),
                        remnant.kind().code(),
                        Optional.empty(),
                        false))
            .toList();
  }
}
