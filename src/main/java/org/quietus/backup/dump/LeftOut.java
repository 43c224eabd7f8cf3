package org.quietus.backup.dump;

import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.format.DumpColumn;
import org.quietus.format.Filling;
import org.quietus.format.Formula;
import org.quietus.format.Row;
import org.quietus.format.RowSource;

/** The values of columns that a dump's rows leave to the database. */
final class LeftOut {
  /** Whose text in a dump is what a function of texts would get. */
  private static final Pattern TEXT_OR_INTEGER =
      Pattern.compile("(var)?char.*|(tiny|medium|long)?text|enum.*|(tiny|small|medium|big)?int.*");

  private LeftOut() {}

  /** Whether the rows of a statement tell a column's value, given or computed. */
  static boolean isKnown(RowSource source, String column) {
    return isKnown(source, column, new HashSet<>());
  }

  private static boolean isKnown(RowSource source, String column, Set<String> within) {
    return source.indexOf(column) >= 0 || isComputed(source, column, within);
  }

  private static boolean isComputed(RowSource source, String column, Set<String> within) {
    Filling filling = filling(source, column);
    if (filling instanceof Filling.Generated generated) {
      return within.add(column.toLowerCase(Locale.ROOT))
          && generated.formula().isPresent()
          && columns(generated.formula().get()).stream()
              .allMatch(from -> isText(source, from) && isKnown(source, from, within));
    }
    return filling instanceof Filling.Constant;
  }

  private static Set<String> columns(Formula formula) {
    Set<String> columns = new HashSet<>();
    if (formula instanceof Formula.Column column) {
      columns.add(column.name());
    } else if (formula instanceof Formula.Call call) {
      call.arguments().forEach(argument -> columns.addAll(columns(argument)));
    }
    return columns;
  }

  private static boolean isText(RowSource source, String column) {
    return source
        .declared()
        .flatMap(table -> table.column(column))
        .map(DumpColumn::type)
        .filter(type -> TEXT_OR_INTEGER.matcher(type.toLowerCase(Locale.ROOT)).matches())
        .isPresent();
  }

  private static Filling filling(RowSource source, String column) {
    return source
        .declared()
        .flatMap(table -> table.column(column))
        .map(DumpColumn::filling)
        .orElse(Filling.UNKNOWN);
  }

  /** The value that the database would compute for a row; empty where it cannot be told. */
  static Optional<Formula.Answer> compute(Row row, String column) throws IOException {
    return compute(row, column, Set.of());
  }

  private static Optional<Formula.Answer> compute(Row row, String column, Set<String> within)
      throws IOException {
    Filling filling = filling(row.source(), column);
    if (filling instanceof Filling.Constant constant) {
      return Optional.of(new Formula.Answer(constant.text()));
    }
    Set<String> outer = new HashSet<>(within);
    if (filling instanceof Filling.Generated generated
        && outer.add(column.toLowerCase(Locale.ROOT))
        && isComputed(row.source(), column, new HashSet<>())) {
      return generated.formula().orElseThrow().compute(from -> given(row, from, outer));
    }
    return Optional.empty();
  }

  private static Optional<Formula.Answer> given(Row row, String column, Set<String> within)
      throws IOException {
    int position = row.source().indexOf(column);
    return position < 0 || row.isDefault(position)
        ? compute(row, column, within)
        : Optional.of(new Formula.Answer(row.text(position)));
  }
}
