package org.quietus.plan.make;

import java.util.List;
import java.util.function.Predicate;
import org.quietus.catalog.Table;
import org.quietus.plan.Member;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/**
 * One purpose of one kind of person, beside the others that the same data may serve.
 *
 * @param root the table of the person's own row, which stays
 * @param graph what hangs on that row
 */
record PurposeScope(SubjectType subject, Purpose purpose, Table root, List<Member> graph) {

  /** Whether rows of a table go: this purpose alone needs them. */
  boolean goes(TableName table) {
    return purpose.needs(table) && others(other -> other.needs(table)).isEmpty();
  }

  /** The names of the other purposes that need something. */
  List<String> others(Predicate<Purpose> needs) {
    return subject.purposes().values().stream()
        .filter(other -> !other.name().equals(purpose.name()))
        .filter(needs)
        .map(Purpose::name)
        .toList();
  }

  /** The key of the job file that is about one of its tables, or about it as a whole. */
  String at(String key) {
    return pointer() + (key.isEmpty() ? "" : Pointer.to(key));
  }

  private String pointer() {
    return Pointer.to("subjects", subject.name(), "purposes", purpose.name());
  }
}
