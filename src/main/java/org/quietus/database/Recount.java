package org.quietus.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.quietus.plan.Member;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.plan.Table;
import org.quietus.target.Key;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepCounts;
import org.quietus.target.TableDue;

/**
 * Reads again, on whatever connection it is given, and counts what is still due; the engine's word
 * counts for nothing.
 */
final class Recount {
  private final RowReader reader;
  private final Predicates predicates;

  Recount(RowReader reader, Predicates predicates) {
    this.reader = reader;
    this.predicates = predicates;
  }

  StepCounts due(Step step, Selection.Due due) {
    Table table = step.root().catalogTable();
    SqlFragment dueRows = predicates.due(step, due);
    SqlFragment kept = predicates.keptBack(step, due);
    SqlFragment undated = predicates.undated(step, due);
    boolean mayKeep = step.members().stream().anyMatch(member -> member.keep().isPresent());
    return new StepCounts(
        reader.count(table, dueRows),
        mayKeep ? reader.count(table, kept) : 0,
        reader.count(table, undated),
        digest(reader.countSql(table, dueRows.sql())));
  }

  /** Counts, per member of a retention step, the rows that still hang on a due root row. */
  List<TableDue> members(Step step, Selection.Due due) {
    List<TableDue> counts = new ArrayList<>();
    for (Member member : step.members()) {
      Table table = member.catalogTable();
      SqlFragment rows =
          Predicates.all(
              List.of(predicates.belowDue(member, step, due), predicates.actionable(member)));
      counts.add(
          new TableDue(
              member.table(),
              reader.count(table, rows),
              digest(reader.countSql(table, rows.sql()))));
    }
    return counts;
  }

  /** Counts, per table, by the keys that were frozen when the person was found. */
  List<TableDue> person(Step step, PersonKeys person, PersonRows rows, List<MemberRows> below) {
    boolean known = !person.rows().isEmpty() && !person.isAmbiguous();
    Table table = step.root().catalogTable();
    RootHandle handle = RootHandle.of(step);
    List<Key> keys = known ? handle.primaryKeys(person.rows()) : List.of();
    SqlFragment root =
        Predicates.all(
            List.of(predicates.keys(table, keys), rows.hers(person), predicates.open(step.root())));
    List<TableDue> counts = new ArrayList<>();
    counts.add(
        new TableDue(
            step.root().table(),
            reader.count(table, root),
            digest(reader.countSql(table, root.sql()))));
    List<Key> hers = known && !rows.isReplaced(person) ? person.rows() : List.of();
    for (int n = 0; n < step.members().size(); n++) {
      Member member = step.members().get(n);
      counts.add(
          new TableDue(
              member.table(),
              below.get(n).left(handle.values(hers, member), step.root(), keys),
              digest(reader.countSql(member.catalogTable(), predicates.actionable(member).sql()))));
    }
    return counts;
  }

  private static String digest(String query) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
