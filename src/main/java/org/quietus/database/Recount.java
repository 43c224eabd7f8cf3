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

/** Reads again, on whatever connection it is given, and counts what is still due; the engine's word counts for nothing. */
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
        digest(List.of(reader.countSql(table, dueRows.sql()))));
  }

  /** Counts by the keys that were frozen when the person was found. */
  StepCounts person(Step step, PersonKeys person, PersonRows rows, List<MemberRows> below) {
    Table table = step.root().catalogTable();
    RootHandle handle = RootHandle.of(step);
    if (person.rows().isEmpty() || person.isAmbiguous()) {
      return new StepCounts(0, 0, 0, digest(List.of()));
    }
    List<Key> keys = handle.primaryKeys(person.rows());
    SqlFragment root =
        Predicates.all(
            List.of(
                predicates.keys(table, keys), rows.hers(person), predicates.open(step.root())));
    List<String> queries = new ArrayList<>(List.of(reader.countSql(table, root.sql())));
    long due = reader.count(table, root);
    List<Key> hers = rows.isReplaced(person) ? List.of() : person.rows();
    for (int n = 0; n < step.members().size(); n++) {
      Member member = step.members().get(n);
      due += below.get(n).left(handle.values(hers, member), step.root(), keys);
      queries.add(
          reader.countSql(member.catalogTable(), predicates.actionable(member).sql()));
    }
    return new StepCounts(due, 0, 0, digest(queries));
  }

  private static String digest(List<String> queries) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(String.join("\n", queries).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
