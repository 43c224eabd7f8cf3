package org.quietus.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code where} condition, parsed and found to be a read-only expression over columns of its own
 * table.
 *
 * @param parts what it consists of, in order; whoever runs it says how its columns and functions
 *     are written
 * @param comparisons what its columns are compared with
 */
public record Condition(List<Part> parts, List<Comparison> comparisons) {
  public Condition {
    parts = List.copyOf(parts);
    comparisons = List.copyOf(comparisons);
  }

  /** What a column is compared with; of a literal that is its form alone. */
  public enum Against {
    NUMBER,
    /** A text that is written as a number. */
    NUMERIC_TEXT,
    /** A text that is written as a date or moment. */
    DATE_TEXT,
    OTHER_TEXT,
    /** Another column. */
    COLUMN
  }

  /**
   * A column beside what it is compared with.
   *
   * @param other the other column, if it is one
   */
  public record Comparison(String column, Against against, Optional<String> other) {}

  /** A piece of a condition. */
  public sealed interface Part {

    /** The piece as the job file writes it. */
    String written();
  }

  /** Operators, literals, parentheses and blanks, the same in every database. */
  public record Sql(String written) implements Part {}

  /**
   * A column of the table.
   *
   * @param written with its backticks, if it was written with such
   */
  public record ColumnName(String written) implements Part {

    /** The name, in the letters of the condition, which may be others than the catalog's. */
    public String name() {
      return written.startsWith("`") ? written.substring(1, written.length() - 1) : written;
    }
  }

  /** A function, in capitals. */
  public record FunctionName(String written) implements Part {}

  /** The condition as a job file writes it. */
  public String text() {
    return render(Part::written);
  }

  /** The condition with each part as {@code as} gives it. */
  public String render(Function<Part, String> as) {
    return parts.stream().map(as).collect(Collectors.joining());
  }

  /** The names of its columns, without quotes, in the order of their first use. */
  public Set<String> columns() {
    Set<String> names = new LinkedHashSet<>();
    for (Part part : parts) {
      if (part instanceof ColumnName column) {
        names.add(column.name());
      }
    }
    return Collections.unmodifiableSet(names);
  }

  /** Rows that meet both. */
  public Condition and(Condition other) {
    List<Part> both = new ArrayList<>();
    both.add(new Sql("("));
    both.addAll(parts);
    both.add(new Sql(") AND ("));
    both.addAll(other.parts);
    both.add(new Sql(")"));
    return new Condition(
        both, Stream.concat(comparisons.stream(), other.comparisons.stream()).toList());
  }
}
