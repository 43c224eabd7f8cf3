package org.quietus.database.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.SqlFragment;
import org.quietus.hold.Hold;
import org.quietus.hold.Holds;
import org.quietus.plan.Member;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.target.GoneKey;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepCounts;
import org.quietus.target.TableDue;
import org.quietus.target.Withheld;

/**
 * Reads again, on whatever connection it is given, and counts what is still due; the engine's word
 * counts for nothing.
 */
final class Recount {
  private final DatabaseEngine parts;
  private final RowReader reader;
  private final Predicates predicates;
  private final SparedRows spared;
  private final Sweep sweep;

  /** Counts rows that are {@code spared} as failed. */
  Recount(DatabaseEngine parts, SparedRows spared) {
    this.parts = parts;
    this.spared = spared;
    this.reader = parts.reader();
    this.predicates = parts.predicates();
    this.sweep = new Sweep(reader, parts.dialect());
  }

  StepCounts due(Step step, Selection.Due due) {
    Table table = step.root().catalogTable();
    SqlFragment dueRows = predicates.due(step, due);
    SqlFragment kept = predicates.keptBack(step, due);
    SqlFragment undated = predicates.undated(step, due);
    boolean mayKeep =
        Stream.concat(Stream.of(step.root()), step.members().stream())
            .anyMatch(member -> !member.bases().isEmpty());
    List<Long> ripe =
        sweep.past(
            step,
            due,
            predicates.periods().past(table, due),
            mayKeep ? List.of(dueRows, kept) : List.of(dueRows));
    TableDue left = left(step.root(), dueRows, ripe.get(0), Withheld.NOTHING, 0, dueRows);
    return new StepCounts(
        left.due(),
        mayKeep ? ripe.get(1) : 0,
        undated(step, due, undated),
        left.failed(),
        withheld(step, due),
        left.queryDigest());
  }

  /** An index of the date leads to them at once. */
  private long undated(Step step, Selection.Due due, SqlFragment rows) {
    Table table = step.root().catalogTable();
    return due.index().isPresent() ? reader.count(table, rows) : sweep.count(table, rows);
  }

  /** {@code query} stands for the counting query, whatever rows it is about. */
  private TableDue left(
      Member member, SqlFragment rows, Withheld withheld, long undated, SqlFragment query) {
    long all = reader.count(member.catalogTable(), rows);
    return left(member, rows, all, withheld, undated, query);
  }

  private TableDue left(
      Member member,
      SqlFragment rows,
      long all,
      Withheld withheld,
      long undated,
      SqlFragment query) {
    long failed = all == 0 ? 0 : Math.min(all, spared.among(member, rows, reader, parts.dialect()));
    return new TableDue(
        member.table(),
        all - failed,
        withheld,
        undated,
        failed,
        digest(reader.countSql(member.catalogTable(), query.sql())));
  }

  /** A row that another member has counted is there all the same, and may be left for this one. */
  private void meet(Member member, SqlFragment counted) {
    spared.among(member, counted, reader, parts.dialect());
  }

  private Withheld withheld(Step step, Selection.Due due) {
    long all = heldBack(step, due, parts.holds());
    long held = all == 0 ? 0 : heldBack(step, due, parts.holds().legal());
    return all == 0
        ? Withheld.NOTHING
        : new Withheld(held, all - held, by(hold -> heldBack(step, due, hold) > 0));
  }

  private long heldBack(Step step, Selection.Due due, Holds holds) {
    return parts
        .under(holds)
        .predicates()
        .heldBack(step, due)
        .map(
            rows ->
                sweep
                    .past(
                        step,
                        due,
                        predicates.periods().past(step.root().catalogTable(), due),
                        List.of(rows))
                    .get(0))
        .orElse(0L);
  }

  private List<String> by(Predicate<Holds> keeps) {
    return parts.holds().all().stream()
        .filter(hold -> keeps.test(parts.holds().only(hold)))
        .map(Hold::id)
        .toList();
  }

  /**
   * Counts, per member of a retention step, the rows that still hang on a due root row; one that
   * several paths lead to, by the first of them alone.
   */
  List<TableDue> members(Step step, Selection.Due due) {
    List<TableDue> counts = new ArrayList<>();
    Map<String, SqlFragment> seen = new HashMap<>();
    for (Member member : step.members()) {
      String name = member.catalogTable().name();
      SqlFragment rows =
          SqlFragment.all(
              List.of(predicates.belowDue(member, step, due), predicates.actionable(member)));
      SqlFragment before = seen.get(name);
      if (before != null) {
        meet(member, SqlFragment.all(List.of(rows, before)));
      }
      SqlFragment further =
          before == null ? rows : SqlFragment.all(List.of(rows, SqlFragment.not(before)));
      seen.put(name, before == null ? rows : SqlFragment.any(List.of(before, rows)));
      counts.add(left(member, further, Withheld.NOTHING, 0, further));
    }
    return counts;
  }

  /**
   * Counts, per table, by the keys that were frozen when the person was found; of a person who is
   * held nothing is due.
   */
  List<TableDue> person(Step step, SubjectType subject, PersonKeys known) {
    PersonKeys person = parts.persons(step, subject).current().asTheyAreNow(known, false);
    Step acting = person.carried().map(step::after).orElse(step);
    return person.actedOn()
        ? counted(acting, subject, person)
        : new Recount(parts.distrustingMarks(), spared).counted(acting, subject, person);
  }

  private List<TableDue> counted(Step step, SubjectType subject, PersonKeys person) {
    List<RowValues> hers = hers(step, subject, person);
    if (!parts.guard(step).isHeld(hers, person::gone)) {
      return left(step, subject, person, hers);
    }
    boolean legally = isHeld(step, hers, person, parts.holds().legal());
    List<String> by = by(hold -> isHeld(step, hers, person, hold));
    return new Recount(parts.under(Holds.NONE), SparedRows.none())
        .left(step, subject, person, hers).stream()
            .map(
                table ->
                    new TableDue(
                        table.table(),
                        0,
                        new Withheld(legally ? table.due() : 0, legally ? 0 : table.due(), by),
                        table.queryDigest()))
            .toList();
  }

  /** Whether a person is held. */
  boolean isHeld(Step step, SubjectType subject, PersonKeys known) {
    PersonKeys person = known.after(Optional.empty());
    return parts.guard(step).isHeld(hers(step, subject, person), person::gone);
  }

  private boolean isHeld(Step step, List<RowValues> hers, PersonKeys person, Holds holds) {
    return parts.under(holds).guard(step).isHeld(hers, person::gone);
  }

  /** What leads to the person's rows: nothing, if it is not known whose they are. */
  private List<RowValues> hers(Step step, SubjectType subject, PersonKeys person) {
    return person.rows().isEmpty() || person.isAmbiguous()
        ? List.of()
        : parts.persons(step, subject).current().leadingOn(person);
  }

  /** A row that several paths lead to is counted by the first of them alone. */
  private List<TableDue> left(
      Step step, SubjectType subject, PersonKeys person, List<RowValues> hers) {
    Table table = step.root().catalogTable();
    RootHandle handle = RootHandle.of(step);
    boolean whole = person.carried().isEmpty();
    List<RowValues> keys =
        whole ? handle.primaryKeys(hers).stream().distinct().toList() : List.of();
    SqlFragment root =
        SqlFragment.all(
            List.of(
                predicates.keys(table, keys),
                parts.persons(step, subject).conditions().hers(person),
                predicates.free(step.root())));
    List<TableDue> counts = new ArrayList<>();
    counts.add(left(step.root(), root, Withheld.NOTHING, 0, root));
    Map<String, SqlFragment> seen = new HashMap<>(Map.of(table.name(), root));
    List<MemberRows> below = parts.members(step);
    for (int n = 0; n < step.members().size(); n++) {
      Member member = step.members().get(n);
      String name = member.catalogTable().name();
      List<List<Object>> ends = handle.values(hers, member);
      SqlFragment before = seen.getOrDefault(name, SqlFragment.NONE);
      SqlFragment rows = below.get(n).remaining(ends, step.root(), keys);
      SqlFragment further = SqlFragment.all(List.of(rows, SqlFragment.not(before)));
      if (!ends.isEmpty()) {
        meet(member, SqlFragment.all(List.of(rows, before)));
      }
      seen.put(name, SqlFragment.any(List.of(before, rows)));
      TableDue left =
          left(
              member,
              ends.isEmpty() ? SqlFragment.NONE : further,
              Withheld.NOTHING,
              below.get(n).kept().undated(ends),
              predicates.actionable(member));
      counts.add(withLate(left, member, further(member, step, person.gone())));
    }
    return counts;
  }

  /** Conditions for the rows of a member that have come to hang on deleted ones, and still do. */
  private List<SqlFragment> further(Member member, Step step, List<GoneKey> gone) {
    return BelowGone.parts(gone).stream()
        .map(part -> parts.belowGone(step).certain(member, part))
        .filter(hanging -> !hanging.equals(SqlFragment.NONE))
        .map(hanging -> SqlFragment.all(List.of(hanging, predicates.actionable(member))))
        .toList();
  }

  private TableDue withLate(TableDue table, Member member, List<SqlFragment> late) {
    TableDue all = table;
    for (SqlFragment rows : late) {
      TableDue further = left(member, rows, Withheld.NOTHING, 0, rows);
      all =
          new TableDue(
              all.table(),
              all.due() + further.due(),
              all.withheld(),
              all.undated(),
              all.failed() + further.failed(),
              all.queryDigest());
    }
    return all;
  }

  private static String digest(String query) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
