package org.quietus.database.engine;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.hold.Hold;
import org.quietus.hold.Holds;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.springframework.jdbc.core.JdbcTemplate;

/** The engine's parts over one way to reach the database, under the holds of one moment. */
final class DatabaseEngine {
  private static final List<String> SPACES = List.of(" ", "\t", "\n", "\r");
  private static final int PAGE = 5_000;
  private static final long WORTH_ESTIMATING = 100_000;
  private final JdbcTemplate jdbc;
  private final Dialect dialect;
  private final ZoneId zone;
  private final Clock clock;
  private final Holds holds;
  private final boolean trusting;
  private final RowReader reader;
  private final Predicates predicates;
  private final RowChanger changer;

  DatabaseEngine(JdbcTemplate jdbc, Dialect dialect, ZoneId zone, Clock clock, Holds holds) {
    this(jdbc, dialect, zone, clock, holds, true);
  }

  private DatabaseEngine(
      JdbcTemplate jdbc, Dialect dialect, ZoneId zone, Clock clock, Holds holds, boolean trusting) {
    this.jdbc = jdbc;
    this.dialect = dialect;
    this.zone = zone;
    this.clock = clock;
    this.holds = holds;
    this.reader = new RowReader(jdbc, dialect);
    this.trusting = trusting;
    this.predicates = new Predicates(dialect, zone, holds, trusting);
    this.changer = new RowChanger(jdbc, dialect, predicates, zone, clock);
  }

  /** The same under other holds. */
  DatabaseEngine under(Holds other) {
    return new DatabaseEngine(jdbc, dialect, zone, clock, other, trusting);
  }

  /**
   * The same for a person of whose rows no run has changed any yet: a mark on them was set by
   * somebody else, or before they were filled again.
   */
  DatabaseEngine distrustingMarks() {
    return trusting ? new DatabaseEngine(jdbc, dialect, zone, clock, holds, false) : this;
  }

  Holds holds() {
    return holds;
  }

  RowReader reader() {
    return reader;
  }

  Dialect dialect() {
    return dialect;
  }

  Predicates predicates() {
    return predicates;
  }

  /**
   * A step to work off.
   *
   * @param same whether its tables are still those that it was planned for
   * @param careful whether rows that cannot be changed are looked for and left
   */
  TableStep step(
      Step step,
      Optional<SubjectType> subject,
      byte[] blinding,
      Refusals refusals,
      JustGone gone,
      SameTables same,
      boolean careful) {
    CarefulChange change = careful(step, careful);
    return new TableStep(
        step,
        dialect,
        reader,
        change,
        changer,
        refusals,
        gone,
        same,
        predicates,
        subject.map(type -> persons(step, type)),
        members(step, step.members(), change, refusals),
        belowGone(step),
        guard(step),
        blinding);
  }

  PersonRows persons(Step step, SubjectType subject) {
    return new PersonRows(step, subject, reader, dialect, predicates, zone);
  }

  MinorRows minors(Step step, SubjectType subject) {
    return new MinorRows(step, subject, reader, dialect, predicates);
  }

  /** The members of a step, to be read only. */
  List<MemberRows> members(Step step) {
    return members(step, step.members(), careful(step, false), new Refusals());
  }

  private CarefulChange careful(Step step, boolean careful) {
    return new CarefulChange(
        jdbc, changer, careful, new NamedColumns(step.objects(), reader, predicates));
  }

  /** Whether a column holds one of some texts in any row, but for white space around it. */
  boolean holds(Table table, String column, List<String> texts) {
    String quoted = dialect.quote(column);
    String like = quoted + " LIKE ? ESCAPE '!'"; // a range of an index
    List<SqlFragment> any = new ArrayList<>();
    for (String text : texts) {
      any.add(SqlFragment.of(quoted + " = ?", text));
      String plain = text.replaceAll("[!%_]", "!$0");
      SPACES.forEach(space -> any.add(SqlFragment.of(like, plain + space + "%")));
    }
    SPACES.forEach(space -> any.add(SqlFragment.of(like, space + "%")));
    return reader.rows(table, List.of(column), "", SqlFragment.any(any), "").stream()
        .anyMatch(row -> texts.contains(String.valueOf(row.values().get(0)).strip()));
  }

  /** Whether a row with such values in some columns is kept on a basis. */
  boolean keeps(Basis basis, Table table, List<String> columns, RowValues values) {
    SqlFragment kept =
        SqlFragment.all(List.of(predicates.rows(columns, values), predicates.keeps(basis)));
    return reader.countUpTo(table, kept, 1) > 0;
  }

  /** Reads a column in the order of the primary key, where there is one. */
  void texts(Table table, String column, Consumer<String> each) {
    int parts = table.primaryKey().size();
    List<String> columns = new ArrayList<>(table.primaryKey());
    columns.add(column);
    SqlFragment after = SqlFragment.TRUE;
    String order =
        table.primaryKey().stream().map(dialect::quote).collect(Collectors.joining(", "));
    String ending = parts == 0 ? "" : " ORDER BY " + order + " LIMIT " + PAGE;
    List<RowValues> page;
    do {
      page =
          reader.rows(
              table,
              columns,
              parts == 0 ? "" : dialect.forceIndex(table.keyIndex()),
              after,
              ending);
      for (RowValues row : page) {
        Optional.ofNullable(row.values().get(parts)).map(Object::toString).ifPresent(each);
      }
      if (parts > 0 && !page.isEmpty()) {
        List<@Nullable Object> last = page.get(page.size() - 1).values().subList(0, parts);
        after = dialect.after(Predicates.columns(table, table.primaryKey()), last);
      }
    } while (parts > 0 && page.size() == PAGE);
  }

  private List<MemberRows> members(
      Step step, List<Member> members, CarefulChange change, Refusals refusals) {
    BelowGone belowGone = belowGone(step);
    return members.stream()
        .map(
            member ->
                new MemberRows(
                    member,
                    dialect,
                    reader,
                    new MemberChange(
                        member,
                        dialect,
                        reader,
                        change,
                        predicates,
                        refusals,
                        belowGone.offered(member),
                        RootHandle.isOwned(member) && step.subject().isEmpty()),
                    predicates,
                    refusals,
                    step.isCutOff(member)))
        .toList();
  }

  BelowGone belowGone(Step step) {
    return new BelowGone(step, reader, dialect);
  }

  /** Looks whether persons are held. */
  PersonGuard guard(Step step) {
    return new PersonGuard(
        step,
        reader,
        predicates,
        members(step, step.graph(), careful(step, false), new Refusals()),
        belowGone(step));
  }

  /** How many rows of its own table a hold protects now. */
  long count(Hold hold, Catalog catalog) {
    Table table = catalog.table(hold.table()).orElseThrow();
    SqlFragment rows =
        hold instanceof Hold.OfPersons persons
            ? predicates.keys(table, persons.rows())
            : dialect.condition(table, ((Hold.OfRows) hold).where());
    return reader.count(table, rows);
  }

  /** How many rows a table has, about so many if they are too many to be counted. */
  long rows(Table table) {
    long estimated = table.estimatedRows();
    return estimated > WORTH_ESTIMATING ? estimated : reader.count(table, SqlFragment.TRUE);
  }

  KeyRanges ranges() {
    return new KeyRanges(reader, dialect, predicates);
  }

  StepSql sql(Step step) {
    return new StepSql(step, dialect, reader, changer, predicates);
  }
}
