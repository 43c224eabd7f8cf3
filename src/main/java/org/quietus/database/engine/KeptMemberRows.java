package org.quietus.database.engine;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Step;
import org.quietus.policy.Keep;
import org.quietus.policy.TableName;
import org.quietus.target.KeptLook;
import org.quietus.target.KeptRows;
import org.quietus.target.PersonKeys;

/**
 * Counts the rows of one member that a law keeps, and tells when they come due; changes nothing.
 */
final class KeptMemberRows {
  private static final DateTimeFormatter LENIENT =
      DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.SMART);

  private final Member member;
  private final Dialect dialect;
  private final RowReader reader;
  private final Predicates predicates;
  private final Joined joined;
  private final boolean lost;

  KeptMemberRows(Member member, Dialect dialect, RowReader reader, Predicates predicates) {
    this(member, dialect, reader, predicates, false);
  }

  /**
   * The rows of a member that stay.
   *
   * @param lost whether nothing leads to them any more once the step is done
   */
  KeptMemberRows(
      Member member, Dialect dialect, RowReader reader, Predicates predicates, boolean lost) {
    this.lost = lost;
    this.member = member;
    this.dialect = dialect;
    this.reader = reader;
    this.predicates = predicates;
    this.joined = new Joined(dialect);
  }

  /** How many rows stay on a basis of their own but have no date that its period starts at. */
  long undated(List<List<Object>> rootValues) {
    Table table = member.catalogTable();
    List<SqlFragment> undated =
        member.bases().stream()
            .filter(Basis::isOwn)
            .filter(basis -> !basis.kept().isWithoutEnd())
            .map(predicates::undated)
            .toList();
    if (undated.isEmpty() || rootValues.isEmpty()) {
      return 0;
    }
    return reader.count(
        table,
        SqlFragment.all(
            List.of(
                predicates.below(member, rootValues),
                predicates.open(member),
                SqlFragment.any(undated))));
  }

  /**
   * Counts the rows that stay, each on the first basis that keeps it, and when they come due.
   *
   * @param counted rows that have been counted
   */
  void count(List<List<Object>> rootValues, SqlFragment counted, ChunkDraft draft) {
    if (rootValues.isEmpty() || member.role() == MemberRole.REFERRER) {
      return;
    }
    SqlFragment open =
        SqlFragment.all(List.of(predicates.below(member, rootValues), predicates.open(member)));
    SqlFragment seen = counted;
    for (Basis basis : member.bases()) {
      SqlFragment keeps =
          joined.along(
              basis.above(),
              basis.above().size(),
              SqlFragment.all(
                  List.of(predicates.lasting(basis), predicates.periods().before(member, basis))));
      count(basis, SqlFragment.all(List.of(open, keeps, SqlFragment.not(seen))), draft);
      seen = SqlFragment.any(List.of(seen, keeps));
    }
  }

  /**
   * When the first row comes due that hangs on root rows and stays for a while, or that day if one
   * is due already; empty if none stays of which a day is known.
   *
   * @param among which rows may be due already
   */
  Optional<LocalDate> comesDue(List<List<Object>> rootValues, SqlFragment among, LocalDate today) {
    if (rootValues.isEmpty() || member.role() == MemberRole.REFERRER) {
      return Optional.empty();
    }
    SqlFragment due =
        SqlFragment.all(
            List.of(predicates.below(member, rootValues), predicates.actionable(member), among));
    if (reader.any(member.catalogTable(), due)) {
      return Optional.of(today);
    }
    ChunkDraft draft = new ChunkDraft(new byte[] {0});
    count(rootValues, SqlFragment.not(SqlFragment.TRUE), draft);
    return draft.lines().stream()
        .flatMap(line -> line.kept().stream())
        .filter(KeptRows::comeDue)
        .flatMap(kept -> kept.firstUntil().stream())
        .min(LocalDate::compareTo);
  }

  private void count(Basis basis, SqlFragment mine, ChunkDraft draft) {
    long rows = reader.count(member.catalogTable(), mine);
    boolean dated = rows > 0 && !basis.kept().isWithoutEnd();
    draft.kept(
        member.table(),
        rows,
        KeptRows.by(
            basis.kept(),
            dated && !lost ? until(mine, "ASC", basis) : Optional.empty(),
            dated ? until(mine, "DESC", basis) : Optional.empty()));
  }

  private Optional<LocalDate> until(SqlFragment mine, String order, Basis basis) {
    Keep keep = basis.kept().keep();
    String quoted = dialect.quote(keep.from());
    SqlFragment keepers =
        basis.isOwn()
            ? mine
            : SqlFragment.all(
                List.of(predicates.lasting(basis), joined.above(basis.above(), mine)));
    SqlFragment dated =
        SqlFragment.all(
            List.of(
                keepers,
                SqlFragment.not(dialect.undated(Predicates.column(basis.table(), keep.from())))));
    List<RowValues> first =
        reader.rows(
            basis.table(),
            List.of(keep.from()),
            "",
            dated,
            " ORDER BY " + quoted + " " + order + " LIMIT 1");
    if (first.isEmpty()) {
      return Optional.empty();
    }
    // due when strictly earlier than the start of a local day, hence the day after; a day more
    // covers zones
    return day(first.get(0).values().get(0)).map(day -> day.plus(keep.period()).plusDays(1));
  }

  /** MySQL can be made to hold 31 February, which ends the month. */
  private static Optional<LocalDate> day(@Nullable Object value) {
    if (value instanceof LocalDateTime moment) {
      return Optional.of(moment.toLocalDate());
    }
    if (value instanceof LocalDate day) {
      return Optional.of(day);
    }
    try {
      return Optional.ofNullable(value)
          .map(text -> LENIENT.parse(text.toString(), new ParsePosition(0)))
          .map(LocalDate::from);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Tells when rows come due that were kept of persons who are erased. */
  static final class ComingDue {
    private final Step step;
    private final Dialect dialect;
    private final RowReader reader;
    private final Predicates predicates;
    private final RootHandle handle;
    private final CurrentRows current;

    ComingDue(
        Step step, Dialect dialect, RowReader reader, Predicates predicates, CurrentRows current) {
      this.step = step;
      this.dialect = dialect;
      this.reader = reader;
      this.predicates = predicates;
      this.handle = RootHandle.of(step);
      this.current = current;
    }

    /** When the first row does; {@code kept} tells of tables whether some were kept there. */
    Optional<LocalDate> of(PersonKeys known, Predicate<TableName> kept, KeptLook look) {
      PersonKeys person = current.asTheyAreNow(known, false);
      RootHandle.Values ends = handle.values(person.rows(), current.leadingOn(person), kept);
      List<RowValues> roots = handle.primaryKeys(person.rows());
      boolean lapsed = !look.ofMany() && current.isFilledAgain(known);
      return person.carried().map(step::after).orElse(step).members().stream()
          .filter(member -> look.isIn(member.table()))
          .flatMap(
              member ->
                  new KeptMemberRows(member, dialect, reader, predicates)
                          .comesDue(
                              ends.of(member),
                              SqlFragment.all(
                                  List.of(alone(member, roots), due(member, lapsed, look))),
                              look.today())
                          .stream())
          .min(LocalDate::compareTo);
    }

    /** That nothing else needs a row; the own reference of {@code roots} does not count. */
    private SqlFragment alone(Member member, List<RowValues> roots) {
      return RootHandle.isOwned(member)
          ? new MemberRows.OwnedAlone(member, predicates, new Joined(dialect))
              .unshared(step.root(), roots)
          : SqlFragment.TRUE;
    }

    /**
     * That a row was kept and is not any more. What no basis keeps may be new if the person is
     * there again.
     *
     * @param lapsed whether those rows alone whose period has passed were certainly kept
     */
    private SqlFragment due(Member member, boolean lapsed, KeptLook look) {
      if (look.anew()) {
        return SqlFragment.TRUE;
      }
      return lapsed || member.bases().isEmpty() ? predicates.lapsed(member) : SqlFragment.TRUE;
    }
  }
}
