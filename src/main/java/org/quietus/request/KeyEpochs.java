package org.quietus.request;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.request.mirror.Mirror;
import org.quietus.request.mirror.MirrorEntry;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenMaker;
import org.springframework.jdbc.core.JdbcTemplate;

/** When the keys of suppression tokens began and ended; runs inside the caller's transaction. */
public final class KeyEpochs {
  private static final String CHECK = "check";

  private final JdbcTemplate jdbc;
  private final String job;

  public KeyEpochs(JdbcTemplate jdbc, String job) {
    this.jdbc = jdbc;
    this.job = job;
  }

  /**
   * One epoch.
   *
   * @param check tells its key from any other; empty if it has not been noted yet
   */
  public record Epoch(
      int number, Instant begunAt, Optional<Instant> destroyedAt, Optional<String> check) {}

  /** All that are recorded, the first one first. */
  public List<Epoch> all() {
    return jdbc.query(
        "SELECT * FROM quietus.key_epoch WHERE job = ? ORDER BY epoch",
        (row, n) ->
            new Epoch(
                row.getInt("epoch"),
                row.getObject("begun_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                Optional.ofNullable(row.getObject("destroyed_at", LocalDateTime.class))
                    .map(at -> at.toInstant(ZoneOffset.UTC)),
                check(row)),
        job);
  }

  /** A schema that no run has migrated yet has none. */
  private static Optional<String> check(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    for (int n = 1; n <= columns.getColumnCount(); n++) {
      if (columns.getColumnLabel(n).equalsIgnoreCase("key_check")) {
        return Optional.ofNullable(row.getString(n));
      }
    }
    return Optional.empty();
  }

  /** The same keys, none of which is one that took the place of another. */
  public TokenKeys own(TokenKeys keys) {
    return keys.knownBy(
        epoch ->
            all().stream()
                .filter(known -> known.number() == epoch)
                .findFirst()
                .flatMap(Epoch::check));
  }

  /** Records that an epoch begins with a key, here and in the mirror, unless that is known. */
  public void begin(TokenMaker key, Instant at, Mirror mirror) {
    int epoch = key.epoch();
    if (all().stream().noneMatch(known -> known.number() == epoch && known.check().isPresent())) {
      Instant moment = at.truncatedTo(ChronoUnit.MICROS);
      record(epoch, moment);
      check(epoch, key.check());
      mirror.append(
          MirrorEntry.Kind.KEY_EPOCH,
          name(epoch),
          moment,
          Map.of("epoch", epoch, CHECK, key.check()));
    }
  }

  private void check(int epoch, String check) {
    jdbc.update(
        "UPDATE quietus.key_epoch SET key_check = ? WHERE job = ? AND epoch = ?",
        check,
        job,
        epoch);
  }

  /** Records that an epoch's key is destroyed, here and in the mirror. */
  public void destroy(int epoch, Instant at, Mirror mirror) {
    Instant moment = at.truncatedTo(ChronoUnit.MICROS);
    record(epoch, moment);
    destroyed(epoch, moment);
    mirror.append(
        MirrorEntry.Kind.KEY_EPOCH, name(epoch), moment, Map.of("epoch", epoch, "destroyed", true));
  }

  /** Takes over what the mirror tells; returns the epoch if its key was destroyed. */
  public Optional<Integer> restore(MirrorEntry mirrored) {
    int epoch = Integer.parseInt(String.valueOf(mirrored.content().get("epoch")));
    record(epoch, mirrored.at());
    Optional.ofNullable(mirrored.content().get(CHECK))
        .ifPresent(check -> check(epoch, String.valueOf(check)));
    if (!mirrored.content().containsKey("destroyed")) {
      return Optional.empty();
    }
    destroyed(epoch, mirrored.at());
    return Optional.of(epoch);
  }

  private void record(int epoch, Instant at) {
    if (all().stream().noneMatch(known -> known.number() == epoch)) {
      jdbc.update(
          "INSERT INTO quietus.key_epoch (job, epoch, begun_at) VALUES (?, ?, ?)",
          job,
          epoch,
          LocalDateTime.ofInstant(at, ZoneOffset.UTC));
    }
  }

  private void destroyed(int epoch, Instant at) {
    jdbc.update(
        "UPDATE quietus.key_epoch SET destroyed_at = ? WHERE job = ? AND epoch = ?",
        LocalDateTime.ofInstant(at, ZoneOffset.UTC),
        job,
        epoch);
  }

  private static String name(int epoch) {
    return "epoch-" + epoch;
  }
}
