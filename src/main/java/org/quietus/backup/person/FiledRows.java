package org.quietus.backup.person;

import java.io.IOException;
import java.util.List;
import org.quietus.backup.Relation;
import org.quietus.backup.RowOutcome;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.FiledTables;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.Table;
import org.quietus.format.Decision;
import org.quietus.format.Row;

/** Says what becomes of rows in which requests were filed, or notices left, once all are known. */
record FiledRows(FiledTables tables, FoundKeys found, Zones zones) {

  boolean have(Table table) {
    return tables.has(table);
  }

  /**
   * Judges one of them.
   *
   * @throws UnreadRow if it cannot be read whose it is
   */
  Judgement judge(BoundTable bound, Row row) throws IOException {
    String table = bound.table().name();
    FiledRow filed = FiledRow.of(tables, bound, row, zones);
    Relation relation = filed.relation();
    int owner = found.owners().owner(found.tokens().of(relation, List.of(filed.id())));
    if (owner >= 0) {
      return new Judgement(Decision.DROP, List.of(RowOutcome.gone(owner, table)));
    }
    return new Judgement(
        Decision.KEEP,
        found.doubts().of(relation, List.of(filed.id())).stream()
            .map(person -> RowOutcome.unsure(person, table))
            .toList());
  }
}
