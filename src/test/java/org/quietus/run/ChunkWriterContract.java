package org.quietus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.catalog.RowValues;
import org.quietus.control.ControlSchema;
import org.quietus.control.Fence;
import org.quietus.control.FencedOut;
import org.quietus.control.Retrying;
import org.quietus.control.WorkQueue;
import org.quietus.hold.Holds;
import org.quietus.job.PaceOrder;
import org.quietus.ledger.Ledger;
import org.quietus.policy.TableName;
import org.quietus.request.SealingKey;
import org.quietus.run.batch.ChunkOrder;
import org.quietus.run.batch.ChunkWriter;
import org.quietus.run.batch.MakingWay;
import org.quietus.run.batch.Pace;
import org.quietus.run.batch.ReadCaps;
import org.quietus.run.batch.SlotReader;
import org.quietus.run.batch.SlotState;
import org.quietus.run.batch.StopSwitch;
import org.quietus.run.batch.WorkPlace;
import org.quietus.run.person.Attempt;
import org.quietus.target.ChunkId;
import org.quietus.target.ChunkResult;
import org.quietus.target.ChunkTask;
import org.quietus.target.ControlSpelling;
import org.quietus.target.GoneKey;
import org.quietus.target.GoneKeys;
import org.quietus.target.KeyRange;
import org.quietus.target.LedgerLine;
import org.quietus.target.NamedObjects;
import org.quietus.target.RowCounts;
import org.quietus.target.RowRefused;
import org.quietus.target.RowsChanged;
import org.quietus.target.RowsLocked;
import org.quietus.target.StepTarget;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Invariant 1, beside the data: data and ledger agree, whatever becomes of a COMMIT or of its
 * reply.
 */
abstract class ChunkWriterContract {
  private static final int ROWS = 500;
  private static final long TOKEN = 7;
  private static final TableName TABLE = new TableName("d", "t");

  private DataSource real;
  private JdbcTemplate plain;

  /** A database of its own, with a control schema in which nothing is. */
  abstract DataSource database() throws SQLException;

  /** The folder of its migrations. */
  abstract String folder();

  @BeforeEach
  void makeTable() throws SQLException {
    real = database();
    plain = new JdbcTemplate(real);
    new ControlSchema(real, plain, folder()).migrate();
    plain.execute("CREATE TABLE t (id BIGINT PRIMARY KEY)");
    plain.execute(
        IntStream.rangeClosed(1, ROWS)
            .mapToObj("(%d)"::formatted)
            .collect(Collectors.joining(", ", "INSERT INTO t VALUES ", "")));
    plain.update("UPDATE quietus.fence SET token = ?", TOKEN);
    new WorkQueue(plain, "", ChunkWriterContract::noKey)
        .append("r", List.of(new WorkQueue.NewRange(1, Optional.empty(), KeyRange.ALL)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void invariant1BesideTheDataHoldsWhenRepliesToCommitAreLost(long seed) throws Exception {
    LostReplies lossy = new LostReplies(real, seed, 0.4);
    workOff(lossy, TOKEN);
    assertThat(lossy.lost()).as("seed " + seed + " loses replies").isPositive();
    assertThat(plain.queryForObject("SELECT COUNT(*) FROM t", Integer.class)).isZero();
    assertThat(plain.queryForObject("SELECT SUM(deleted) FROM quietus.ledger_count", Integer.class))
        .isEqualTo(ROWS);
    assertThat(
            plain.queryForObject(
                "SELECT COUNT(*) FROM quietus.ledger l WHERE sequence_no > 1 AND NOT EXISTS (SELECT"
                    + " 1 FROM quietus.ledger p WHERE p.sequence_no = l.sequence_no - 1)",
                Integer.class))
        .as("gaps in the sequence")
        .isZero();
  }

  private static final Pace FREE =
      new Pace(
          new Pace.Means(
              1,
              0,
              () -> PaceOrder.NONE,
              Optional::empty,
              Optional::empty,
              List.of(),
              Map.of(),
              ReadCaps.NONE,
              MakingWay.Others.NONE,
              wait -> {},
              words -> {},
              Clock.systemUTC()));

  @Test
  void invariant5FencingKeepsAZombieFromCommitting() throws Exception {
    plain.update("UPDATE quietus.fence SET token = token + 1");
    assertThatThrownBy(() -> workOff(real, TOKEN)).isInstanceOf(FencedOut.class);
    assertThat(plain.queryForObject("SELECT COUNT(*) FROM t", Integer.class)).isEqualTo(ROWS);
    assertThat(plain.queryForObject("SELECT COUNT(*) FROM quietus.ledger", Integer.class)).isZero();
  }

  @ParameterizedTest
  @MethodSource("obstacles")
  void whatStandsInTheWayOfAChunkIsMetRowByRowAtOnce(RuntimeException obstacle) throws Exception {
    List<Boolean> tries = new ArrayList<>();
    workOff(
        real,
        TOKEN,
        task -> {
          tries.add(task.careful());
          ChunkResult result = delete(plain, task);
          if (!task.careful()) {
            throw obstacle;
          }
          return result;
        });
    assertThat(tries).hasSizeGreaterThan(1).startsWith(false, true);
    assertThat(plain.queryForObject("SELECT COUNT(*) FROM t", Integer.class)).isZero();
  }

  static List<RuntimeException> obstacles() {
    return List.of(new RowRefused("d.t", "a constraint"), new RowsChanged("d.t", 2, 3));
  }

  @Test
  void rowsThatAreLockedForAMomentAreWaitedFor() throws Exception {
    assertThat(triesWhileLocked(3)).doesNotContain(true);
    assertThat(plain.queryForObject("SELECT COUNT(*) FROM t", Integer.class)).isZero();
  }

  @Test
  void rowsThatStayLockedAreMetRowByRow() throws Exception {
    assertThat(triesWhileLocked(4)).startsWith(false, false, false, false, true);
    assertThat(plain.queryForObject("SELECT COUNT(*) FROM t", Integer.class)).isZero();
  }

  private List<Boolean> triesWhileLocked(int times) throws Exception {
    List<Boolean> tries = new ArrayList<>();
    workOff(
        real,
        TOKEN,
        task -> {
          tries.add(task.careful());
          ChunkResult result = delete(plain, task);
          if (tries.size() <= times) {
            throw new RowsLocked("d.t");
          }
          return result;
        });
    return tries;
  }

  private void workOff(DataSource dataSource, long token) throws Exception {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    workOff(dataSource, token, task -> delete(jdbc, task));
  }

  private void workOff(DataSource dataSource, long token, StepTarget target) throws Exception {
    JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    TransactionTemplate transaction =
        new TransactionTemplate(new JdbcTransactionManager(dataSource));
    transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    Fence fence = new Fence(jdbc, transaction, new ControlSpelling("", "", " FOR UPDATE", ""));
    WorkQueue queue = new WorkQueue(jdbc, "", ChunkWriterContract::noKey);
    StopSwitch stop = new StopSwitch();
    Retrying retrying = new Retrying(stop::isStopping, pause -> {});
    SlotState state = new SlotState(FREE, "crm");
    Attempt attempt = new Attempt("r", token, 1, 1, Map.of(1, target), Map.of());
    WorkPlace place =
        new WorkPlace(
            "shop",
            transaction,
            fence,
            epoch -> Holds.NONE,
            queue,
            new Ledger(jdbc),
            new NothingGone());
    SlotReader reader = new SlotReader(attempt, 0, state, place, retrying, stop, FREE);
    ChunkWriter writer =
        new ChunkWriter(
            attempt,
            state,
            Map.of(1, place),
            NamedObjects.NONE,
            retrying,
            Clock.systemUTC(),
            rows -> {});
    for (ChunkOrder order = reader.read(); order != null; order = reader.read()) {
      writer.write(Chunk.of(order));
    }
  }

  private static SealingKey noKey() {
    throw new AssertionError("keys of numbers are not sealed");
  }

  /** Nothing is worked off for a request. */
  private record NothingGone() implements GoneKeys {
    @Override
    public void note(ChunkId chunk, String request, List<GoneKey> keys) {
      throw new AssertionError("no request");
    }

    @Override
    public List<GoneKey> of(String request) {
      throw new AssertionError("no request");
    }
  }

  /** Fifty rows a chunk, from where the last one ended. */
  private static ChunkResult delete(JdbcTemplate jdbc, ChunkTask task) {
    long above = task.position().map(key -> (Long) key.values().get(0)).orElse(0L);
    int rows = jdbc.update("DELETE FROM t WHERE id > ? AND id <= ?", above, above + 50);
    return new ChunkResult(
        rows == 0 ? List.of() : List.of(LedgerLine.of(TABLE, "delete", RowCounts.ofDeleted(rows))),
        new byte[32],
        Optional.of(new RowValues(List.of(above + 50))),
        above + 50 >= ROWS);
  }
}
