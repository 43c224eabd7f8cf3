package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.Partitions;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;

/**
 * The statements of a step for people to read and for its fingerprint: as executed, for one key,
 * with values left out.
 */
final class StepSql {
  private static final Partitions.Partition ANY =
      new Partitions.Partition("", "…", Optional.empty());

  private final Step step;
  private final Dialect dialect;
  private final RowReader reader;
  private final RowChanger changer;
  private final Predicates predicates;

  StepSql(Step step, Dialect dialect, RowReader reader, RowChanger changer, Predicates predicates) {
    this.step = step;
    this.dialect = dialect;
    this.reader = reader;
    this.changer = changer;
    this.predicates = predicates;
  }

  List<String> statements() {
    List<String> statements = new ArrayList<>();
    Table table = step.root().catalogTable();
    SqlFragment condition = predicates.open(step.root());
    if (step.selection() instanceof Selection.Due due) {
      condition = predicates.due(step, due);
      statements.add(reader.sql(table, table.primaryKey(), "", condition.sql(), ""));
      if (due.wholePartitions()) {
        dialect.partitions().ifPresent(sql -> statements.add(sql.dropping(table.name(), ANY)));
      }
    }
    SqlFragment locked =
        SqlFragment.all(List.of(predicates.keys(table, List.of(sample(table))), condition));
    statements.add(
        reader.sql(table, RootHandle.of(step).columns(), "", locked.sql(), dialect.forUpdate()));
    step.members().stream()
        .filter(member -> !RootHandle.isOwned(member))
        .forEach(member -> statements.addAll(member(member)));
    if (!(step.root().action() instanceof Action.Leave)) {
      statements.add(changer.sql().ofKeys(step.root(), List.of(sample(table)), condition).sql());
    }
    step.members().stream()
        .filter(RootHandle::isOwned)
        .forEach(member -> statements.addAll(member(member)));
    return statements;
  }

  private List<String> member(Member member) {
    Table table = member.catalogTable();
    SqlFragment condition = predicates.actionable(member);
    List<Object> one = Collections.nCopies(member.rootEnd().toColumns().size(), (Object) 0);
    SqlFragment mine = SqlFragment.all(List.of(predicates.below(member, List.of(one)), condition));
    return List.of(
        reader.sql(table, table.primaryKey(), "", mine.sql(), dialect.forUpdate()),
        changer
            .sql()
            .ofKeys(member, List.of(sample(table)), predicates.whileChanging(member))
            .sql());
  }

  private static RowValues sample(Table table) {
    return new RowValues(Collections.nCopies(table.primaryKey().size(), 0L));
  }
}
