package org.quietus.backup.person;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.Done;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.anonymise.Whose;
import org.quietus.backup.dump.BoundTable;
import org.quietus.backup.dump.Created;
import org.quietus.backup.dump.PersonGraph;
import org.quietus.backup.dump.UnreadRow;
import org.quietus.backup.dump.UnreadValue;
import org.quietus.backup.dump.Zones;
import org.quietus.catalog.Column;
import org.quietus.format.Row;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Kept;
import org.quietus.plan.Member;

/**
 * What a member's disposition means for one row of a dump: the same conditions as in the database.
 */
public final class RowFate {
  /** Where a moment has the earliest time of day. */
  private static final ZoneId EARLIEST = ZoneOffset.ofHours(-12);

  private final Zones zones;
  private final Clock clock;
  private final RandomGenerator random;

  public RowFate(Zones zones, Clock clock, RandomGenerator random) {
    this.zones = zones;
    this.clock = clock;
    this.random = random;
  }

  /** Whether the action has still to be applied to the row. */
  boolean isOpen(Member member, BoundTable bound, Row row) throws IOException {
    if (member.action() instanceof Action.Anonymise anonymise) {
      return !isDone(anonymise.how(), bound, row);
    }
    return !(member.action() instanceof Action.Unlink) || !unlinked(member, bound, row).isEmpty();
  }

  /**
   * Whether a person's own row has lost what identifies them and bears the mark of it, whatever
   * else was written into it since.
   */
  boolean isAnonymous(Member root, Set<String> identifiers, BoundTable bound, Row row)
      throws IOException {
    if (!(root.action() instanceof Action.Anonymise anonymise)) {
      return false;
    }
    TableAnonymisation how = anonymise.how();
    if (!isMarked(how, bound, row)) {
      return false;
    }
    for (String identifier : identifiers) {
      if (!how.columns().containsKey(identifier) || !isDone(how, identifier, bound, row)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a person's own row is anonymised, so that nothing but its key tells whose it was. */
  boolean isDoneWith(PersonGraph graph, BoundTable bound, Row row) throws IOException {
    Member root = graph.step().root();
    return !isOpen(root, bound, row)
        || isAnonymous(root, graph.subject().identifiers().keySet(), bound, row);
  }

  /** Whether anonymised rows still tell when they were created. */
  static boolean leavesCreation(PersonGraph graph) {
    return !(graph.step().root().action() instanceof Action.Anonymise anonymise)
        || graph.subject().created().filter(anonymise.how().columns()::containsKey).isEmpty();
  }

  private static boolean isMarked(TableAnonymisation how, BoundTable bound, Row row)
      throws IOException {
    return how.mark().filter(bound::has).isPresent() && bound.value(row, how.mark().get()) != null;
  }

  /** A mark alone is not enough: an application may have set it, or filled the row again. */
  private boolean isDone(TableAnonymisation how, BoundTable bound, Row row) throws IOException {
    if (how.mark().filter(bound::has).isPresent() && !isMarked(how, bound, row)) {
      return false;
    }
    for (String column : how.columns().keySet()) {
      if (!isDone(how, column, bound, row)) {
        return false;
      }
    }
    return true;
  }

  /** Only a mark tells of a column whose values do not tell themselves. */
  private boolean isDone(TableAnonymisation how, String column, BoundTable bound, Row row)
      throws IOException {
    if (!bound.has(column)) {
      return true;
    }
    Optional<Done> done = Objects.requireNonNull(how.columns().get(column)).done();
    if (done.isEmpty()) {
      return isMarked(how, bound, row);
    }
    @Nullable Object value = inUtc(bound.value(row, column), bound.column(column), row);
    return !(value instanceof UnreadValue) && done.get().test(value);
  }

  /** The columns that lose their pointer, each with a null. */
  Map<String, @Nullable Object> unlinked(Member member, BoundTable bound, Row row)
      throws IOException {
    Map<String, @Nullable Object> nulls = new HashMap<>();
    if (member.action() instanceof Action.Unlink unlink) {
      for (String column : unlink.columns()) {
        if (bound.has(column) && bound.value(row, column) != null) {
          nulls.put(column, null);
        }
      }
    }
    return nulls;
  }

  /**
   * The columns that anonymising changes, with their new values.
   *
   * @throws UnreadRow if a new value depends on one that cannot be read
   */
  Map<String, @Nullable Object> anonymised(
      TableAnonymisation how, BoundTable bound, Row row, Whose whose) throws IOException {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    for (Map.Entry<String, Strategy> column : how.columns().entrySet()) {
      if (!bound.has(column.getKey())) {
        continue;
      }
      @Nullable Object old = bound.value(row, column.getKey());
      if (old instanceof UnreadValue unread && !column.getValue().constant()) {
        throw new UnreadRow(bound.table().name(), unread);
      }
      Column of = bound.column(column.getKey());
      @Nullable Object anonymous =
          fromUtc(column.getValue().apply(inUtc(old, of, row), whose, random), of, row);
      if (!Objects.deepEquals(old, anonymous)) {
        changes.put(column.getKey(), anonymous);
      }
    }
    how.mark()
        .filter(bound::has)
        .ifPresent(mark -> changes.put(mark, now(bound.column(mark), row)));
    return changes;
  }

  /** Instants begin a day, month or year where the database's do: in UTC. */
  private @Nullable Object inUtc(@Nullable Object value, Column column, Row row) {
    return moved(value, column, zones.of(column, row), Optional.of(ZoneOffset.UTC));
  }

  private @Nullable Object fromUtc(@Nullable Object value, Column column, Row row) {
    return moved(value, column, Optional.of(ZoneOffset.UTC), zones.of(column, row));
  }

  private static @Nullable Object moved(
      @Nullable Object value,
      Column column,
      Optional<? extends ZoneId> from,
      Optional<? extends ZoneId> to) {
    return value instanceof LocalDateTime moment
            && column.type() == Column.Type.TIMESTAMP
            && from.isPresent()
            && to.isPresent()
        ? moment.atZone(from.get()).withZoneSameInstant(to.get()).toLocalDateTime()
        : value;
  }

  /** Whether a basis keeps the row for the time being, or may, where its zone is not known. */
  boolean isKept(Member member, BoundTable bound, Row row) throws IOException {
    return member.keep().isPresent() && isKept(member.keep().get(), bound, row);
  }

  /** Whether a row is one of those that a basis of others begins at, and is kept itself. */
  boolean isLasting(Basis basis, BoundTable bound, Row row) throws IOException {
    boolean done =
        basis.action() instanceof Action.Anonymise anonymise && isDone(anonymise.how(), bound, row);
    return !done && isKept(basis.kept(), bound, row);
  }

  private boolean isKept(Kept kept, BoundTable bound, Row row) throws IOException {
    if (kept.isWithoutEnd()) {
      return true;
    }
    @Nullable Object from = bound.value(row, kept.keep().from());
    if (Created.isNoDate(from)) {
      return true;
    }
    if (from instanceof LocalDate day) {
      return !day.isBefore(kept.cutoff().dayIn(zones.database()));
    }
    LocalDateTime cutoff =
        kept.fromType() == Column.Type.TIMESTAMP
            ? LocalDateTime.ofInstant(
                kept.cutoff().instant(),
                zones.of(bound.column(kept.keep().from()), row).orElse(EARLIEST))
            : kept.cutoff().inZone(zones.database());
    return !(from instanceof LocalDateTime moment) || !moment.isBefore(cutoff);
  }

  /** The day on which a kept row comes due, a day more to cover zones; empty without a date. */
  static Optional<LocalDate> keptUntil(Member member, BoundTable bound, Row row)
      throws IOException {
    Kept kept = member.keep().orElseThrow();
    if (kept.isWithoutEnd()) {
      return Optional.empty();
    }
    @Nullable Object from = bound.value(row, kept.keep().from());
    LocalDate start =
        from instanceof LocalDateTime moment
            ? moment.toLocalDate()
            : from instanceof LocalDate day ? day : null;
    return Optional.ofNullable(start)
        .filter(day -> !Created.isNoDate(day))
        .map(day -> day.plus(kept.keep().period()).plusDays(1));
  }

  private Object now(Column mark, Row row) {
    ZoneId there = zones.of(mark, row).orElse(ZoneOffset.UTC);
    LocalDateTime now =
        clock.instant().truncatedTo(ChronoUnit.SECONDS).atZone(there).toLocalDateTime();
    return mark.type() == Column.Type.DATE ? now.toLocalDate() : now;
  }
}
