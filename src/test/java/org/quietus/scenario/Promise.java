package org.quietus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Nobody who should be gone is there, and nobody who should be there is gone. */
record Promise(Life life, Town town, Vault vault) {

  void ofRows() throws SQLException {
    same("customer", town.accounts(), life.accounts.values().stream().map(Account::row).toList());
    for (String table : Town.THINGS) {
      same(
          table,
          town.things(table),
          life.things.stream()
              .filter(thing -> thing.table().equals(table))
              .map(Thing::row)
              .toList());
    }
  }

  private static void same(String table, List<String> there, List<String> wanted) {
    Set<String> missing = new TreeSet<>(wanted);
    Set<String> left = new TreeSet<>(there);
    there.forEach(missing::remove);
    wanted.forEach(left::remove);
    assertThat(missing).as(table + ": gone, and should be there").isEmpty();
    assertThat(left).as(table + ": there, and should be gone").isEmpty();
  }

  void ofDumps() throws IOException {
    assertThat(vault.keys()).isEqualTo(life.dumps.stream().map(Dump::key).sorted().toList());
    for (Dump dump : life.dumps) {
      String text = vault.text(dump);
      for (Account account : dump.accounts()) {
        if (!account.anonymised()) {
          assertThat(text.contains(account.name()))
              .as(account.name() + " in " + dump.key())
              .isEqualTo(!dump.removed().contains(account.id()));
        }
      }
    }
  }
}
