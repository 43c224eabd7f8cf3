package org.quietus.database;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Member;
import org.quietus.plan.Step;
import org.quietus.plan.Treatment;
import org.quietus.policy.TableName;
import org.quietus.target.PersonKeys;
import org.quietus.target.RowCounts;

/**
 * Rows that hang on a key or number of a person's which is somebody else's by now: nobody can tell
 * whose they are.
 */
final class PassedOn {
  private final Step step;
  private final RootHandle handle;
  private final List<MemberRows> below;

  PassedOn(Step step, List<MemberRows> below) {
    this.step = step;
    this.handle = RootHandle.of(step);
    this.below = below;
  }

  /**
   * Notes those of tables in which rows of the person's were kept before.
   *
   * @param hers what still leads to the person's rows
   */
  void note(PersonKeys person, List<RowValues> hers, Predicate<TableName> kept, ChunkDraft draft) {
    Map<TableName, Long> left = new LinkedHashMap<>();
    for (int n = 0; n < below.size(); n++) {
      Member member = step.members().get(n);
      Set<RowValues> still =
          handle.values(hers, member).stream().map(RowValues::new).collect(Collectors.toSet());
      List<List<Object>> lost =
          handle.values(person.rows(), member).stream()
              .filter(values -> !still.contains(new RowValues(values)))
              .toList();
      if (!lost.isEmpty() && kept.test(member.table())) {
        left.merge(member.table(), below.get(n).open(lost), Math::max);
      }
    }
    left.forEach(
        (table, rows) -> draft.add(table, Treatment.UNMATCHED.text(), RowCounts.ofAmbiguous(rows)));
  }
}
