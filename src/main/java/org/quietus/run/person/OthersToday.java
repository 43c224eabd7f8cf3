package org.quietus.run.person;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Basis;
import org.quietus.subject.Identifier;
import org.quietus.target.Others;
import org.quietus.target.PersonKeys;
import org.quietus.target.Sought;
import org.quietus.target.Target;

/**
 * Looks in today's data for somebody else with an identifier of a person, who had it before the
 * erasure: then a record that tells no more may be about either.
 */
public record OthersToday(Target target, Catalog catalog) implements Others {

  @Override
  public boolean have(Sought person, Identifier identifier) {
    Set<List<?>> own =
        person.keys().rows().stream().map(row -> key(person, row)).collect(Collectors.toSet());
    Optional<String> tenant = person.traits().tenant();
    List<RowValues> others =
        target.persons(person.step(), person.subject()).find(tenant, List.of(identifier)).stream()
            .filter(row -> !own.contains(key(person, row)))
            .toList();
    return !others.isEmpty()
        && !target
            .persons(person.step(), person.subject())
            .ages(new PersonKeys(others, person.keys().erasedAt()))
            .all()
            .isEmpty();
  }

  @Override
  public boolean keep(Basis basis, Join up, RowValues values) {
    return target.keeps(basis, catalog.table(up.toTable()).orElseThrow(), up.toColumns(), values);
  }

  /** The primary key is what a row's values begin with. */
  private static List<?> key(Sought person, RowValues row) {
    int columns = person.step().root().catalogTable().primaryKey().size();
    return row.values().subList(0, Math.min(columns, row.values().size()));
  }
}
