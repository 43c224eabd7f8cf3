package org.quietus.run.certify;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.certificate.Residuals;
import org.quietus.control.Sites;
import org.quietus.target.Target;

/** Views that keep what they read, and so have what was changed until somebody refreshes them. */
public final class ViewResiduals {
  public static final String UNREFRESHED = "materialized-view";

  private ViewResiduals() {}

  /** One copy for each that reads one of the changed tables. */
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
        : target.materialised(tables).stream()
            .map(
                name ->
                    new Residuals.Copy(
                        Residuals.Place.DOWNSTREAM_COPY,
                        view.place(database + name),
                        UNREFRESHED,
                        Optional.empty(),
                        false))
            .toList();
  }
}
