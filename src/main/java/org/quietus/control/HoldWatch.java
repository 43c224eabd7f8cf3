package org.quietus.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.hold.HeldGraph;
import org.quietus.hold.Hold;
import org.quietus.hold.HoldCheck;
import org.quietus.hold.Holds;
import org.quietus.hold.LegalHold;
import org.quietus.hold.LegalHolds;
import org.quietus.job.CannotRun;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.Condition;
import org.quietus.policy.JobFile;
import org.quietus.policy.condition.Conditions;
import org.quietus.policy.condition.InvalidCondition;
import org.quietus.request.SealedPerson;
import org.quietus.request.SealingKey;

/**
 * Reads the holds on a database, of all jobs, whenever their epoch is another one.
 *
 * <p>A hold that cannot be honoured as it stands stops everything: nobody knows what it protects.
 */
public final class HoldWatch implements HoldCheck {
  private final String job;
  private final LegalHolds holds;
  private final Supplier<SealingKey> key;
  private final Catalog catalog;
  private final List<HeldGraph> graphs;
  private Optional<Holds> last = Optional.empty();

  /**
   * Nothing is read yet.
   *
   * @param job whose run the holds bind
   * @param key asked for only if a person is held
   * @param graphs what belongs to the job's persons today; adds to what is kept with the holds
   */
  public HoldWatch(
      String job,
      LegalHolds holds,
      Supplier<SealingKey> key,
      Catalog catalog,
      List<HeldGraph> graphs) {
    this.job = job;
    this.holds = holds;
    this.key = key;
    this.catalog = catalog;
    this.graphs = List.copyOf(graphs);
  }

  /** What belongs to each kind of person of a job. */
  public static List<HeldGraph> graphs(JobFile job, Plan whole) {
    return graphs(job, whole.steps());
  }

  /** The same by the steps of a plan. */
  public static List<HeldGraph> graphs(JobFile job, List<Step> steps) {
    List<HeldGraph> graphs = new ArrayList<>();
    for (Step step : steps) {
      step.subject()
          .flatMap(job::subject)
          .filter(subject -> subject.purpose().isEmpty()) // all of it is its kind's as well
          .ifPresent(subject -> graphs.add(HeldGraph.of(step, subject)));
    }
    return graphs;
  }

  @Override
  public synchronized Holds at(long epoch) {
    if (last.filter(known -> known.epoch() == epoch).isEmpty()) {
      last = Optional.of(new Holds(epoch, holds.active().stream().map(this::read).toList()));
    }
    return last.get();
  }

  private Hold read(LegalHold hold) {
    boolean restriction = hold.kind() == LegalHold.Kind.RESTRICTION;
    return hold.extent() instanceof LegalHold.OfPerson person
        ? ofPersons(hold, restriction, HeldGraph.read(person.graph()))
        : new Hold.OfRows(
            hold.id(),
            restriction,
            hold.extent().table(),
            condition(hold, (LegalHold.Matching) hold.extent()));
  }

  private Condition condition(LegalHold hold, LegalHold.Matching matching) {
    try {
      Condition condition = Conditions.parse(matching.condition());
      boolean fits =
          catalog.table(matching.table()).stream()
              .anyMatch(
                  table ->
                      condition.columns().stream()
                          .allMatch(
                              name ->
                                  table.columns().keySet().stream()
                                      .anyMatch(name::equalsIgnoreCase)));
      if (fits) {
        return condition;
      }
    } catch (InvalidCondition e) {
      // the same as one that does not fit
    }
    throw refused(
        hold,
        "its condition does not fit table '" + matching.table() + "' any more",
        "release it and set it again");
  }

  private Hold ofPersons(LegalHold hold, boolean restriction, HeldGraph kept) {
    if (!fits(kept)) {
      throw refused(
          hold,
          "table '" + kept.table() + "' has no longer the columns that its rows are known by",
          "release it and set it again");
    }
    SealedPerson person = person(hold);
    List<RowValues> rows = person.rows().orElse(List.of()).stream().map(RowValues::decode).toList();
    if (!rows.stream().allMatch(row -> isKey(row, kept))) {
      throw refused(
          hold,
          "the key of table '" + kept.table() + "' holds other values than its rows are known by",
          "set it again, then release it");
    }
    List<HeldGraph> today =
        graphs.stream().filter(mine -> mine.table().equals(kept.table())).toList();
    SortedSet<String> missing = kept.missing(catalog);
    // what belongs to persons of another job, only that job knows
    boolean replaced = hold.job().equals(job) && !today.isEmpty();
    if (!replaced && !missing.isEmpty()) {
      throw refused(
          hold,
          "what belongs to whom it holds hung on "
              + String.join(", ", missing)
              + ", which the database does not have any more, or calls otherwise",
          "set it again by job '" + hold.job() + "', then release it");
    }
    HeldGraph graph = kept.within(catalog);
    for (HeldGraph mine : today) {
      graph = graph.with(mine);
    }
    return new Hold.OfPersons(hold.id(), restriction, rows, person.identifiers(), graph);
  }

  /** Whether a row's values are of the kinds that the key holds; a number is no text. */
  private boolean isKey(RowValues row, HeldGraph kept) {
    Table table = catalog.table(kept.table()).orElseThrow();
    List<String> key = kept.key();
    return row.values().size() >= key.size()
        && IntStream.range(0, key.size())
            .allMatch(n -> isOf(table.column(key.get(n)).orElseThrow(), row.values().get(n)));
  }

  private static boolean isOf(Column column, @Nullable Object value) {
    return switch (column.type()) {
      case INTEGER, DECIMAL, FLOAT -> value instanceof Number;
      case TEXT, ENUM -> value instanceof String;
      case BINARY -> value instanceof byte[];
      default -> !(value instanceof Number || value instanceof byte[]);
    };
  }

  private boolean fits(HeldGraph kept) {
    return catalog
        .table(kept.table())
        .filter(table -> table.primaryKey().equals(kept.key()))
        .filter(table -> table.columns().keySet().containsAll(kept.identifiers().keySet()))
        .isPresent();
  }

  /**
   * Who is held, if their rows can be looked for. What cannot be honoured stops every run, and must
   * not keep another hold from being released.
   */
  public Optional<SealedPerson> findable(LegalHold hold, HeldGraph graph) {
    try {
      return fits(graph) ? Optional.of(holds.person(hold, key.get())) : Optional.empty();
    } catch (IllegalStateException sealedUnderAnotherKey) {
      return Optional.empty();
    }
  }

  private SealedPerson person(LegalHold hold) {
    try {
      return holds.person(hold, key.get());
    } catch (IllegalStateException e) {
      throw refused(
          hold,
          "whom it holds was sealed under another requests.key, by job '" + hold.job() + "'",
          hold.job().equals(job)
              ? "bring that key back into 'evidence: keys' from a copy of them; if it is lost, set"
                  + " the hold again, then release this one"
              : "give this job the same 'evidence: keys'");
    }
  }

  private static CannotRun refused(LegalHold hold, String why, String mend) {
    return new CannotRun(
        CannotRun.REFUSED, "hold " + hold.id() + " cannot be honoured: " + why + "; " + mend);
  }
}
