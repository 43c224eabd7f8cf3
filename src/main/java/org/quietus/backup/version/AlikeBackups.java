package org.quietus.backup.version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.quietus.backup.packed.NumberRows;
import org.quietus.backup.packed.NumberedTexts;

/**
 * Backups by what their names have in common, which has a number, and the tables that names tell
 * of. There may be very many of one kind, or one each of very many. For one thread at a time.
 */
final class AlikeBackups {
  private static final int NONE = PackedCopies.NONE;
  private static final int FIRST_AND_LAST = 0;
  private static final int ASKED = 1;
  private static final int SECOND = 2;
  private static final int NANO = 3;
  private static final int ROW = 4;
  private static final BitSet NO_TABLES = new BitSet();

  private final NumberedTexts names = new NumberedTexts();
  private final NumberRows rows = new NumberRows(ROW);
  private final NumberRows links = new NumberRows(1);
  private final List<String> tableNames = new ArrayList<>();
  private final Map<String, Integer> tableNumbers = new HashMap<>();

  /** Of those whose names tell any. */
  private final Map<Integer, BitSet> tables = new HashMap<>();

  /** Whether those with one thing in common are one backup. */
  enum Asked {
    NOT_YET,
    ONE,
    ONE_EACH
  }

  /** Takes note of a version by its names, and returns the number of what it has in common. */
  int add(StoredCopy copy) {
    int common = names.add(copy.common());
    if (common == rows.size()) {
      Instant never = Instant.MIN;
      rows.add(NumberRows.pair(NONE, NONE), 0, never.getEpochSecond(), never.getNano());
    }
    copy.table()
        .ifPresent(
            table -> {
              tables.computeIfAbsent(common, of -> new BitSet()).set(tableNumber(table));
              if (copy.created().isAfter(made(common))) {
                rows.set(common, SECOND, copy.created().getEpochSecond());
                rows.set(common, NANO, copy.created().getNano());
              }
            });
    rows.set(common, ASKED, Asked.NOT_YET.ordinal());
    return common;
  }

  private int tableNumber(String table) {
    return tableNumbers.computeIfAbsent(
        table,
        name -> {
          tableNames.add(name);
          return tableNames.size() - 1;
        });
  }

  /** Takes note that a backup has that in common with others. */
  void link(int common, int unit) {
    long ends = rows.get(common, FIRST_AND_LAST);
    int link = links.add(NumberRows.pair(unit, NONE));
    int last = NumberRows.second(ends);
    if (last != NONE) {
      links.set(last, 0, NumberRows.pair(NumberRows.first(links.get(last, 0)), link));
    }
    int first = last == NONE ? link : NumberRows.first(ends);
    rows.set(common, FIRST_AND_LAST, NumberRows.pair(first, link));
  }

  /** The number of what some have in common; {@link PackedCopies#NONE} if none has. */
  int number(String common) {
    return names.of(common);
  }

  /** The backups that have that in common, in the order in which they came. */
  IntStream of(int common) {
    return IntStream.iterate(
            NumberRows.first(rows.get(common, FIRST_AND_LAST)),
            link -> link != NONE,
            link -> NumberRows.second(links.get(link, 0)))
        .map(link -> NumberRows.first(links.get(link, 0)));
  }

  /** Whether more than one backup has that in common. */
  boolean hasSeveral(int common) {
    long ends = rows.get(common, FIRST_AND_LAST);
    return NumberRows.first(ends) != NumberRows.second(ends);
  }

  /**
   * The tables of which names tell that older ones have, and those with that in common do not.
   *
   * @param alike whether what others have in common counts
   */
  Set<String> lacking(int common, IntPredicate alike) {
    BitSet own = tables.getOrDefault(common, NO_TABLES);
    Set<String> lacking = new HashSet<>();
    if (!own.isEmpty()) {
      tables.forEach(
          (other, all) -> {
            BitSet more = (BitSet) all.clone();
            more.andNot(own);
            if (all.cardinality() > 1
                && !more.isEmpty()
                && made(other).isBefore(made(common))
                && alike.test(other)) {
              more.stream().mapToObj(tableNames::get).forEach(lacking::add);
            }
          });
    }
    return lacking;
  }

  /** When the last one of those was made whose names tell of a table. */
  private Instant made(int common) {
    return Instant.ofEpochSecond(rows.get(common, SECOND), rows.get(common, NANO));
  }

  Asked asked(int common) {
    return Asked.values()[(int) rows.get(common, ASKED)];
  }

  void asked(int common, Asked asked) {
    rows.set(common, ASKED, asked.ordinal());
  }
}
