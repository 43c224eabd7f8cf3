package org.quietus.run;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.HoldsChanged;

/**
 * Transactions at home for the backups of one database. Whoever sets a hold on a database whose
 * persons are sought in them, or takes it over, waits for it there as well, or is noticed.
 */
record BackupFences(Sites sites, Site site, long token) {

  /**
   * One of them.
   *
   * @param epochs of the holds that are known, by database; empty if holds do not matter
   * @throws HoldsChanged if they are others by now
   */
  void transaction(Map<Site, Long> epochs, Runnable work) {
    Site home = sites.ledgerOf(sites.home());
    Map<Site, Set<Long>> byLedger = new LinkedHashMap<>();
    Stream.concat(Stream.of(site), epochs.keySet().stream())
        .map(sites::ledgerOf)
        .forEach(ledger -> byLedger.put(ledger, new LinkedHashSet<>()));
    byLedger.put(home, new LinkedHashSet<>());
    byLedger.replaceAll((ledger, none) -> known(ledger, epochs));
    Set<Long> atHome = Objects.requireNonNull(byLedger.remove(home));
    Runnable all = () -> fenced(sites.home(), atHome, work);
    for (Map.Entry<Site, Set<Long>> ledger : byLedger.entrySet()) {
      Runnable inner = all;
      all = () -> fenced(ledger.getKey(), ledger.getValue(), inner);
    }
    all.run();
  }

  private Set<Long> known(Site ledger, Map<Site, Long> epochs) {
    return epochs.entrySet().stream()
        .filter(known -> sites.ledgerOf(known.getKey()).equals(ledger))
        .map(Map.Entry::getValue)
        .collect(Collectors.toSet());
  }

  private void fenced(Site ledger, Set<Long> known, Runnable work) {
    Control control = ledger.control();
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              long epoch = control.fence().check(token);
              if (known.stream().anyMatch(one -> one != epoch)) {
                throw new HoldsChanged();
              }
              work.run();
            });
  }
}
