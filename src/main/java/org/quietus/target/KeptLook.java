package org.quietus.target;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.policy.TableName;

/**
 * How somebody looks whether rows that were kept of an erased person come due. Whatever else is
 * there of the person has come since.
 *
 * @param tables in which rows were kept, whatever their database was called; none if nobody knows
 * @param anew whether something else may keep them by now than when they were left
 * @param ofMany whether the rows are many persons', of whom each is looked at alone after that
 */
public record KeptLook(LocalDate today, Set<String> tables, boolean anew, boolean ofMany) {

  /** At rows of some tables. */
  public static KeptLook at(LocalDate today, Collection<TableName> tables, boolean anew) {
    return new KeptLook(
        today, tables.stream().map(TableName::table).collect(Collectors.toSet()), anew, false);
  }

  /** At rows of many persons, of whatever table. */
  public static KeptLook ofMany(LocalDate today) {
    return new KeptLook(today, Set.of(), false, true);
  }

  /** Whether rows may have been kept in a table. */
  public boolean isIn(TableName table) {
    return tables.isEmpty() || tables.contains(table.table());
  }
}
