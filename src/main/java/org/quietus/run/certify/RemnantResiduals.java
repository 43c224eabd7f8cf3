package org.quietus.run.certify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.certificate.Residuals;
import org.quietus.control.Sites;
import org.quietus.target.Remnant;
import org.quietus.target.Target;

/** What databases go on to keep of rows that were changed, until somebody ends that. */
final class RemnantResiduals {
  private final Sites sites;

  /** By database and tables of it: it is looked once what a run leaves there. */
  private final Map<String, Map<Set<String>, List<Remnant>>> looked = new HashMap<>();

  RemnantResiduals(Sites sites) {
    this.sites = sites;
  }

  /** One copy for each. */
  List<Residuals.Copy> of(LedgerView view, Set<String> changed) {
    return sites.all().stream().flatMap(site -> of(site.target(), view, changed).stream()).toList();
  }

  private List<Residuals.Copy> of(Target target, LedgerView view, Set<String> changed) {
    String database = target.name() + ".";
    Set<String> tables =
        changed.stream()
            .filter(table -> table.startsWith(database))
            .map(table -> table.substring(database.length()))
            .collect(Collectors.toSet());
    return tables.isEmpty()
        ? List.of()
        : looked
            .computeIfAbsent(target.name(), name -> new HashMap<>())
            .computeIfAbsent(tables, target::remnants)
            .stream()
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
