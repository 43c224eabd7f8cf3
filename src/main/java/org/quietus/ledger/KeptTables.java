package org.quietus.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.policy.TableName;
import org.quietus.target.KeptRows;

/** The tables in which a run kept rows. */
public record KeptTables(List<LedgerEntry> entries, List<Verifications.Line> lines) {

  /** Whether no row was kept anywhere. */
  public boolean areNone() {
    return entries.stream().allMatch(entry -> entry.kept().isEmpty())
        && lines.stream().allMatch(line -> line.undated() == 0);
  }

  /** Why rows of a database were kept, by table. */
  public Map<String, List<KeptRows>> in(String database) {
    Map<String, List<KeptRows>> kept = new LinkedHashMap<>();
    for (LedgerEntry entry : entries) {
      TableName table = TableName.parse(entry.table());
      if (table.database().equals(database)) {
        entry.kept().stream()
            .filter(rows -> rows.rows() > 0)
            .map(LedgerEntry.Kept::basis)
            .forEach(
                basis -> kept.computeIfAbsent(table.table(), name -> new ArrayList<>()).add(basis));
      }
    }
    return kept;
  }

  /** The tables of a database of which a row was kept that had no date. */
  public Set<String> undatedIn(String database) {
    return lines.stream()
        .filter(line -> line.undated() > 0)
        .map(line -> TableName.parse(line.table()))
        .filter(table -> table.database().equals(database))
        .map(TableName::table)
        .collect(Collectors.toSet());
  }
}
