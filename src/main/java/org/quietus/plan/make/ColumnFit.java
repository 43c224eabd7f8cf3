package org.quietus.plan.make;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quietus.anonymise.Blackout;
import org.quietus.anonymise.Bucket;
import org.quietus.anonymise.DateUnit;
import org.quietus.anonymise.Fixed;
import org.quietus.anonymise.Grid;
import org.quietus.anonymise.JsonParts;
import org.quietus.anonymise.Network;
import org.quietus.anonymise.RandomShape;
import org.quietus.anonymise.Redact;
import org.quietus.anonymise.SetNull;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.Template;
import org.quietus.anonymise.Truncate;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;

/** Whether a strategy can be applied to a column at all, and what it becomes there. */
final class ColumnFit {
  private static final int MOST_DECIMALS = 65;
  private static final Pattern DECIMALS = Pattern.compile(",\\s*(\\d+)\\s*\\)");

  private final Catalog catalog;
  private final Findings findings;

  ColumnFit(Catalog catalog, Findings findings) {
    this.catalog = catalog;
    this.findings = findings;
  }

  /** The strategy with what it has to know of the column; empty when it was refused. */
  Optional<Strategy> bind(Strategy strategy, Table table, Column column, String pointer) {
    String where = "column '" + table.name() + "." + column.name() + "'";
    int before = findings.count();
    refuseKeys(strategy, table, column, where, pointer);
    if (column.generated()) {
      refuse(pointer, where + " is computed by the database", "anonymise what it is computed from");
    }
    if (strategy instanceof SetNull && !column.nullable()) {
      refuse(pointer, where + " is NOT NULL", "use 'fixed', 'redact' or another strategy");
    }
    if (!takes(strategy).contains(column.type())) {
      refuse(
          pointer,
          "strategy '"
              + strategy.name()
              + "' does not fit "
              + where
              + " of type "
              + column.typeName(),
          "use a strategy for that type, or 'set-null'");
      return Optional.empty();
    }
    if (column.type() == Column.Type.TEXT
        && column.length() > 0
        && strategy.width() > column.length()) {
      refuse(
          pointer,
          "strategy '"
              + strategy.name()
              + "' needs "
              + strategy.width()
              + " characters and "
              + where
              + " holds "
              + column.length(),
          "shorten it or use another strategy");
    }
    Optional<Strategy> bound = adapt(strategy, column, where, pointer);
    return findings.count() == before ? bound : Optional.empty();
  }

  private void refuseKeys(
      Strategy strategy, Table table, Column column, String where, String pointer) {
    if (table.primaryKey().contains(column.name())) {
      refuse(pointer, where + " is part of the primary key", "delete the rows instead");
    }
    Set<String> changed = table.withComputed(List.of(column.name()));
    List<ForeignKey> pointing =
        catalog.referencing(table.name()).stream()
            .filter(key -> isAny(changed, key.referencedColumns()))
            .toList();
    Stream<ForeignKey> held =
        table.foreignKeys().stream()
            .filter(key -> isAny(changed, key.columns()))
            .filter(key -> !(strategy instanceof SetNull));
    Stream.concat(pointing.stream(), held)
        .findFirst()
        .ifPresent(
            key ->
                refuse(
                    pointer,
                    where
                        + (isAny(Set.of(column.name()), both(key))
                            ? " is part"
                            : " is what the database computes part")
                        + " of the foreign key "
                        + Join.up(key),
                    pointing.isEmpty()
                        ? "use 'set-null' if it is nullable, or leave it"
                        : "leave it, or delete the rows"));
  }

  private static List<String> both(ForeignKey key) {
    return Stream.concat(key.columns().stream(), key.referencedColumns().stream()).toList();
  }

  private static boolean isAny(Set<String> changed, List<String> columns) {
    return columns.stream().anyMatch(changed::contains);
  }

  private Optional<Strategy> adapt(Strategy strategy, Column column, String where, String pointer) {
    if (strategy instanceof Fixed fixed) {
      Optional<Object> value = FixedValue.of(fixed.value().toString(), column);
      if (value.isEmpty()) {
        refuse(
            pointer,
            where + " of type " + column.typeName() + " cannot hold the fixed value exactly",
            column.allowed().isEmpty()
                ? "write a value of that type"
                : "write one of " + String.join(", ", column.allowed()));
      }
      return value.map(Fixed::new);
    }
    if (strategy instanceof Truncate truncate && column.type() == Column.Type.TIMESTAMP) {
      return Optional.of(new Truncate(truncate.unit(), Optional.of(Truncate.TIMESTAMP_BEGINS)));
    }
    if (strategy instanceof Bucket bucket) {
      return sized(strategy, bucket.size(), column, where, pointer);
    }
    if (strategy instanceof Grid grid) {
      return sized(strategy, grid.size(), column, where, pointer);
    }
    if (strategy instanceof JsonParts json) {
      return Optional.of(json.atMost(column.type() == Column.Type.TEXT ? column.length() : 0));
    }
    if (strategy instanceof RandomShape && column.type() == Column.Type.INTEGER) {
      Optional<IntegerRange> range = IntegerRange.of(column.typeName());
      if (range.isEmpty()) {
        refuse(pointer, "the range of " + where + " is not known", "use 'set-null' or 'fixed'");
      }
      return range.map(known -> new RandomShape(Optional.of(known.largest())));
    }
    return Optional.of(strategy);
  }

  /** The column has to hold each multiple as it is, or no row would ever be done. */
  private Optional<Strategy> sized(
      Strategy strategy, BigDecimal size, Column column, String where, String pointer) {
    int scale = scale(column);
    boolean single =
        column.type() == Column.Type.FLOAT
            && !column.typeName().toLowerCase(Locale.ROOT).startsWith("double");
    boolean year =
        column.type() == Column.Type.INTEGER && IntegerRange.of(column.typeName()).isEmpty();
    if (single || year) {
      refuse(
          pointer,
          where + " of type " + column.typeName() + " does not hold every multiple exactly",
          single ? "make it DOUBLE or DECIMAL, or use 'set-null'" : "use 'set-null' or 'fixed'");
    } else if (size.scale() > scale) {
      refuse(
          pointer,
          where
              + " of type "
              + column.typeName()
              + " has fewer decimals than "
              + size.toPlainString(),
          "write a multiple of " + BigDecimal.ONE.movePointLeft(scale).toPlainString());
    } else if (column.type() != Column.Type.POINT
        && scale <= MOST_DECIMALS
        && size.compareTo(BigDecimal.ONE.movePointLeft(scale)) <= 0) {
      refuse(
          pointer,
          "strategy '" + strategy.name() + "' would leave " + where + " as it is",
          "write a number larger than " + BigDecimal.ONE.movePointLeft(scale).toPlainString());
    }
    return Optional.of(strategy);
  }

  /** How many decimals a number in the column has at most. */
  private static int scale(Column column) {
    Matcher decimals = DECIMALS.matcher(column.typeName());
    return switch (column.type()) {
      case INTEGER -> 0;
      case DECIMAL -> decimals.find() ? Integer.parseInt(decimals.group(1)) : 0;
      case FLOAT -> decimals.find() ? Integer.parseInt(decimals.group(1)) : Integer.MAX_VALUE;
      default -> Integer.MAX_VALUE;
    };
  }

  private static Set<Column.Type> takes(Strategy strategy) {
    if (strategy instanceof SetNull) {
      return EnumSet.allOf(Column.Type.class);
    }
    if (strategy instanceof Fixed) {
      return EnumSet.complementOf(
          EnumSet.of(
              Column.Type.BINARY,
              Column.Type.UUID,
              Column.Type.JSON,
              Column.Type.POINT,
              Column.Type.OTHER));
    }
    if (strategy instanceof Bucket) {
      return EnumSet.of(Column.Type.INTEGER, Column.Type.DECIMAL, Column.Type.FLOAT);
    }
    if (strategy instanceof Grid) {
      return EnumSet.of(
          Column.Type.INTEGER, Column.Type.DECIMAL, Column.Type.FLOAT, Column.Type.POINT);
    }
    if (strategy instanceof JsonParts) {
      return EnumSet.of(Column.Type.TEXT, Column.Type.JSON);
    }
    if (strategy instanceof Truncate truncate && truncate.unit() == DateUnit.DAY) {
      return EnumSet.of(Column.Type.DATETIME, Column.Type.TIMESTAMP);
    }
    if (strategy instanceof Truncate) {
      return EnumSet.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TIMESTAMP);
    }
    if (strategy instanceof Redact
        || strategy instanceof Template
        || strategy instanceof Network
        || strategy instanceof Blackout) {
      return EnumSet.of(Column.Type.TEXT);
    }
    return EnumSet.of(
        Column.Type.TEXT,
        Column.Type.INTEGER,
        Column.Type.DECIMAL,
        Column.Type.BOOLEAN,
        Column.Type.BINARY);
  }

  private void refuse(String pointer, String what, String mend) {
    findings.refuse("IMPOSSIBLE-ANONYMISATION", pointer, what, mend);
  }
}
