package org.quietus.scenario;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

/** Nobody who should be gone is there, and nobody who should be there is gone. */
record Promise(Life life, Town town, Vault vault, Path evidence) {

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
    if (there.equals(wanted)) {
      return;
    }
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
      List<Account> left = dump.left().stream().filter(account -> !account.anonymised()).toList();
      String text = vault.text(dump);
      same(
          dump.key(),
          rows(dump, Account.names(text)),
          rows(dump, left.stream().map(Account::name).collect(Collectors.toSet())));
      assertThat(Account.emails(text))
          .as(dump.key())
          .isEqualTo(Account.emails(left.stream().map(Account::row).collect(joining(" "))));
    }
  }

  /** Everything that the names stood for in a dump when it was made. */
  private static List<String> rows(Dump dump, Set<String> names) {
    return dump.accounts().stream()
        .filter(account -> names.contains(account.name()))
        .map(Account::row)
        .distinct()
        .sorted()
        .toList();
  }

  /** Every certificate is good, and the one that it takes the place of is there. */
  void ofCertificates() {
    EvidenceStore store = EvidenceStores.at(evidence);
    List<CertificateReader.Stored> all = new CertificateReader(store, PublicKeys.in(store)).list();
    Set<String> ids = all.stream().map(CertificateReader.Stored::id).collect(Collectors.toSet());
    assertThat(all)
        .isNotEmpty()
        .allSatisfy(
            stored -> {
              assertThat(stored.verdict()).isInstanceOf(Verdict.Good.class);
              Verdict.Good good = (Verdict.Good) stored.verdict();
              assertThat(ids)
                  .containsAll(good.certificate().identity().supersedes().stream().toList());
            });
  }
}
