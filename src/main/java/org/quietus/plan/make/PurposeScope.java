package org.quietus.plan.make;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.quietus.catalog.Table;
import org.quietus.plan.Member;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/**
 * One purpose of one kind of person, beside the others that the same data may serve.
 *
 * @param kinds all kinds of persons; several may have the same rows, and are one person then
 * @param root the table of the person's own row, which stays
 * @param graph what hangs on that row
 */
record PurposeScope(
    SubjectType subject,
    Purpose purpose,
    Collection<SubjectType> kinds,
    Table root,
    List<Member> graph) {

  /** Whether rows of a table go: this purpose alone needs them. */
  boolean goes(TableName table) {
    return purpose.needs(table) && others(other -> other.needs(table)).isEmpty();
  }

  /** The names of the other purposes that need something. */
  List<String> others(Predicate<Purpose> needs) {
    return others().entrySet().stream()
        .filter(other -> needs.test(other.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The person's other purposes by name; one of another kind as {@code kind/purpose}. */
  Map<String, Purpose> others() {
    Map<String, Purpose> others = new LinkedHashMap<>(subject.purposes());
    others.remove(purpose.name());
    for (SubjectType kind : kinds) {
      if (!kind.name().equals(subject.name()) && kind.records().equals(subject.records())) {
        kind.purposes()
            .forEach((name, other) -> others.put(Purpose.name(kind.name(), name), other));
      }
    }
    return others;
  }

  /** The key of the job file that is about one of its tables, or about it as a whole. */
  String at(String key) {
    return pointer() + (key.isEmpty() ? "" : Pointer.to(key));
  }

  private String pointer() {
    return Pointer.to("subjects", subject.name(), "purposes", purpose.name());
  }
}
