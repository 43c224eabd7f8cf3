package org.quietus.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.anonymise.Whose.Trait;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.subject.Identifier;

/**
 * Where the person stands whose rows a table holds.
 *
 * @param path joins from the table to that of the persons, empty for the persons' own
 * @param persons the table of the persons
 * @param identifiers its columns that identify, to their types
 * @param anonymisation how its rows are anonymised, so that they identify nobody any more
 */
public record Owner(
    List<Join> path,
    Table persons,
    Map<String, String> identifiers,
    Optional<TableAnonymisation> anonymisation) {
  public Owner {
    path = List.copyOf(path);
    identifiers = Map.copyOf(identifiers);
  }

  /** What a person is known by in running text. */
  public static List<Trait> traits(Collection<Identifier> identifiers) {
    return identifiers.stream().map(Owner::trait).distinct().toList();
  }

  private static Trait trait(Identifier identifier) {
    Trait.Kind kind =
        switch (identifier.type()) {
          case TEXT -> Trait.Kind.NAME;
          case PHONE -> Trait.Kind.PHONE;
          case EMAIL, ID -> Trait.Kind.OTHER;
        };
    return new Trait(kind, identifier.value());
  }
}
