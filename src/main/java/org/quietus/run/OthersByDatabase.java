package org.quietus.run;

import java.util.Map;
import java.util.Objects;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Basis;
import org.quietus.subject.Identifier;
import org.quietus.target.Others;
import org.quietus.target.Sought;

/**
 * Tells of the data of each database whose persons are sought in the backups of one.
 *
 * @param database whose backups they are
 * @param today by the name of a database
 */
record OthersByDatabase(String database, Map<String, Others> today) implements Others {

  @Override
  public boolean have(Sought person, Identifier identifier) {
    return of(person.step().database()).have(person, identifier);
  }

  @Override
  public boolean keep(Basis basis, Join up, RowValues values) {
    return of(database).keep(basis, up, values);
  }

  private Others of(String name) {
    return Objects.requireNonNull(today.get(name), name);
  }
}
