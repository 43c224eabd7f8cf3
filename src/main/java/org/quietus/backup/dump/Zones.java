package org.quietus.backup.dump;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.format.Row;

/**
 * The zones of the moments in a dump.
 *
 * @param database in which the database's columns without a zone are written
 * @param declared of TIMESTAMP values, in dumps that do not set one themselves
 */
public record Zones(ZoneId database, Optional<ZoneId> declared) {

  /** The moment of a time of day in a row; empty if its zone is not known or has it twice. */
  Optional<Instant> instant(LocalDateTime time, Column column, Row row) {
    return of(column, row)
        .filter(zone -> zone.getRules().getValidOffsets(time).size() == 1)
        .map(zone -> time.atZone(zone).toInstant());
  }

  /** The zone of a column's values in a row; empty if nothing says it. */
  public Optional<ZoneId> of(Column column, Row row) {
    return column.type() == Column.Type.TIMESTAMP
        ? row.zone().or(() -> declared)
        : Optional.of(database);
  }
}
