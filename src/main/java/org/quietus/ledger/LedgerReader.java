package org.quietus.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.ledger.LedgerEntries.Over;
import org.quietus.target.LeftRow;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads what a run recorded, summed over its chunks; the only source of a certificate's figures. A
 * run on several databases has a ledger beside the data of each.
 */
public final class LedgerReader {
  private static final int TOGETHER = 500;

  private final Supplier<List<OneLedger>> ledgers;

  public LedgerReader(JdbcTemplate jdbc) {
    List<OneLedger> only = List.of(new OneLedger(jdbc));
    this.ledgers = () -> only;
  }

  private LedgerReader(Supplier<List<OneLedger>> ledgers) {
    this.ledgers = ledgers;
  }

  /** Reads several, in this order; which they are is asked each time. */
  public static LedgerReader over(Supplier<List<JdbcTemplate>> all) {
    return new LedgerReader(() -> all.get().stream().map(OneLedger::new).toList());
  }

  private <T> List<T> all(Function<OneLedger, List<T>> read) {
    return of(read).flatMap(List::stream).toList();
  }

  private Map<String, Instant> last(Function<OneLedger, Map<String, Instant>> read) {
    Map<String, Instant> last = new HashMap<>();
    of(read)
        .forEach(
            moments ->
                moments.forEach(
                    (key, at) -> last.merge(key, at, (one, two) -> one.isAfter(two) ? one : two)));
    return last;
  }

  private <T> Stream<T> of(Function<OneLedger, T> read) {
    return ledgers.get().stream().map(read);
  }

  /** One entry per step, table and method, in that order, over all requests. */
  public List<LedgerEntry> entries(String run) {
    return all(ledger -> ledger.entries(Over.ALL_REQUESTS, run, ""));
  }

  /** Those of one request; a row that it shares counts for it, whoever else met the row. */
  public List<LedgerEntry> entries(String run, Optional<String> request) {
    return request.isEmpty()
        ? entries(run)
        : all(
            ledger ->
                ledger.entries(Over.EACH_REQUEST, run, " AND %s.request_id = ?", request.get()));
  }

  /** Those of some steps, at least one, over all requests. */
  public List<LedgerEntry> entries(String run, Set<Integer> steps) {
    String numbers = steps.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return all(
        ledger -> ledger.entries(Over.ALL_REQUESTS, run, " AND %s.step_no IN (" + numbers + ")"));
  }

  /** Rows of a table that nothing leads to any more, kept by an earlier run. */
  public record CutOff(String table, LedgerEntry.Kept kept, Instant at) {}

  /**
   * Those of a request that other runs than one kept until after a day, of each table as the last
   * of these found them.
   */
  public List<CutOff> cutOff(String run, String request, LocalDate day) {
    Map<String, CutOff> last = new LinkedHashMap<>();
    all(ledger -> ledger.cutOff(run, request, day)).stream()
        .sorted(Comparator.comparing(CutOff::at))
        .forEach(rows -> last.put(rows.table() + "\n" + rows.kept().basis().basis(), rows));
    return List.copyOf(last.values());
  }

  /** Rows that a run found nothing to lead to any more, of one request in one table. */
  public record Unmatched(String request, String table, long rows) {}

  /** All of them, by request and table. */
  public List<Unmatched> unmatched(String run) {
    return all(ledger -> ledger.unmatched(run));
  }

  /** Whether rows of a request's person were changed or kept, in the data or in copies of it. */
  public boolean hasFound(String request) {
    return of(ledger -> ledger.hasFound(request)).anyMatch(found -> found);
  }

  /** How many rows a run changed. */
  public long changed(String run) {
    return of(ledger -> ledger.changed(run)).mapToLong(Long::longValue).sum();
  }

  /** The requests that a run did something for. */
  public List<String> requests(String run) {
    return all(ledger -> ledger.requests(run)).stream().distinct().sorted().toList();
  }

  /** The requests that something was done for after a moment, of all jobs. */
  public Set<String> requestsSince(Instant moment) {
    return of(ledger -> ledger.requestsSince(moment))
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  /**
   * By request, when something of its person was erased from the database last, in runs of a job
   * that ended since a moment or have not ended.
   */
  public Map<String, Instant> lastErased(String job, Instant since) {
    return last(ledger -> ledger.lastErased(job, since));
  }

  /**
   * Whether anything was done for some of these requests in a database, or a set of copies, but for
   * some tables.
   */
  public boolean hasAny(List<String> requests, String database, Set<String> besides) {
    for (int from = 0; from < requests.size(); from += TOGETHER) {
      List<String> some = requests.subList(from, Math.min(requests.size(), from + TOGETHER));
      if (of(ledger -> ledger.hasAny(some, database, besides)).anyMatch(any -> any)) {
        return true;
      }
    }
    return false;
  }

  /** The tables of which rows were changed for requests after a moment and up to another one. */
  public List<String> tablesErased(String job, Instant after, Instant upTo) {
    return all(ledger -> ledger.tablesErased(job, after, upTo));
  }

  /**
   * Rows of a table that could not be changed.
   *
   * @param why what stood in the way
   */
  public record Refused(int step, Optional<String> request, String table, String why, long rows) {}

  /** What of a run could not be changed, each row once. */
  public List<Refused> refused(String run) {
    return all(ledger -> ledger.refused(run));
  }

  /** The rows that a run could not change. */
  public List<LeftRow> refusedRows(String run) {
    return all(ledger -> ledger.refusedRows(run, ""));
  }

  /** The rows that a run could not change under a step, for a request or for none. */
  public List<LeftRow> refusedRows(String run, int step, Optional<String> request) {
    return all(
        ledger ->
            ledger.refusedRows(
                run, " AND step_no = ? AND request_id = ?", step, request.orElse("")));
  }

  /**
   * What a chunk did something to: a table by one method, under one step, for one request or, where
   * requests are not told apart, for none.
   */
  public record Touch(int step, Optional<String> request, String table, String method) {
    /** What an entry sums up. */
    public static Touch of(LedgerEntry entry) {
      return new Touch(entry.step(), entry.request(), entry.table(), entry.method());
    }
  }

  /** The digest of a chunk. */
  public record ChunkDigest(int range, int sequence, byte[] digest) {

    /** Whether another one is of the same chunk. */
    public boolean isOfSameChunk(ChunkDigest other) {
      return range == other.range && sequence == other.sequence;
    }
  }

  /**
   * Gives the digests of a run's chunks, or of one request's, in their order in each ledger, a page
   * at a time; those of a run do not tell requests apart.
   */
  public void eachDigest(
      String run, Optional<String> request, BiConsumer<Touch, ChunkDigest> consumer) {
    ledgers.get().forEach(ledger -> ledger.eachDigest(run, request, consumer));
  }

  /**
   * When runs last changed rows for a request, by table in which they did; an unfinished run and
   * one that was given up count.
   */
  public Map<String, Instant> changedFor(String request) {
    return last(ledger -> ledger.changedFor(request));
  }

  /** Whether a run has recorded any chunk for a request. */
  public boolean isBegun(String run, String request) {
    return of(ledger -> ledger.isBegun(run, request)).anyMatch(begun -> begun);
  }

  /** The runs that have acted on a request, an unfinished one included. */
  public Set<String> runsFor(String request) {
    return Set.copyOf(all(ledger -> ledger.runsOf(request)));
  }

  /** Whether a run has done something for a request but to leave rows for somebody to look at. */
  public boolean isWorkedFor(String request) {
    return !all(ledger -> ledger.workedFor(request)).isEmpty();
  }
}
