package org.quietus.run.person;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Basis;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.subject.TokenKind;
import org.quietus.target.Others;
import org.quietus.target.PersonKeys;
import org.quietus.target.Sought;
import org.quietus.target.StepPersons;
import org.quietus.target.StepPersons.KnownBy;
import org.quietus.target.Target;

/**
 * Looks in today's data for somebody else with an identifier of a person, who had it before the
 * erasure: then a record that tells no more may be about either. Whom an identifier leads to is
 * read once, for every object of a backup set asks for it.
 */
public final class OthersToday implements Others {
  private static final int MOST_REMEMBERED = 100_000;

  private final Target target;
  private final Catalog catalog;
  private final List<Sought> together;
  private final Map<String, IdentifierLookup> lookups = new HashMap<>();
  private final Map<Asked, List<RowValues>> known = new HashMap<>();

  private record Asked(String subject, KnownBy by) {}

  /** {@code together} are those for all of whom one reading of their table has to do. */
  public OthersToday(Target target, Catalog catalog, Collection<Sought> together) {
    this.target = target;
    this.catalog = catalog;
    this.together = List.copyOf(together);
  }

  @Override
  public boolean have(Sought person, Identifier identifier) {
    Set<List<?>> own =
        person.keys().rows().stream().map(row -> key(person, row)).collect(Collectors.toSet());
    List<RowValues> others =
        find(person, identifier).stream().filter(row -> !own.contains(key(person, row))).toList();
    return !others.isEmpty()
        && !target
            .persons(person.step(), person.subject())
            .ages(new PersonKeys(others, person.keys().erasedAt()))
            .all()
            .isEmpty();
  }

  private List<RowValues> find(Sought person, Identifier identifier) {
    String subject = person.subject().name();
    KnownBy by = new KnownBy(person.traits().tenant(), List.of(identifier));
    if (known.size() > MOST_REMEMBERED) {
      known.clear();
    }
    return known.computeIfAbsent(
        new Asked(subject, by),
        asked -> lookups.computeIfAbsent(subject, name -> lookup(person)).of(by));
  }

  private IdentifierLookup lookup(Sought person) {
    StepPersons persons = target.persons(person.step(), person.subject());
    Set<KnownBy> all = new HashSet<>();
    together.stream()
        .filter(one -> one.subject().name().equals(person.subject().name()))
        .forEach(one -> identifiers(one).forEach(each -> all.add(by(one, each))));
    return new IdentifierLookup(persons, all);
  }

  private static KnownBy by(Sought person, Identifier identifier) {
    return new KnownBy(person.traits().tenant(), List.of(identifier));
  }

  /** Names are not asked for. */
  private static Stream<Identifier> identifiers(Sought person) {
    return Stream.concat(
            person.traits().given().stream(),
            person.traits().columns().entrySet().stream()
                .flatMap(
                    column ->
                        Optional.ofNullable(person.subject().identifiers().get(column.getKey()))
                            .flatMap(IdentifierType::named)
                            .flatMap(type -> Identifier.of(type, column.getValue()))
                            .stream()))
        .filter(identifier -> TokenKind.of(identifier.type()).isStrong());
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
