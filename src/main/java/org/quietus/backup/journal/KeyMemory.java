package org.quietus.backup.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.quietus.backup.KeyOwners;
import org.quietus.backup.KeyToken;
import org.quietus.backup.person.FoundKeys;
import org.quietus.backup.person.Persons;
import org.quietus.request.SealingKey;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whose keys were found in which backup, from one attempt of a run to the next: sealed in the
 * control schema, written inside the caller's transaction.
 */
public final class KeyMemory {
  private static final int TOKENS_A_PART = 20_000;
  private static final int PARTS_AT_ONCE = 50;

  private final JdbcTemplate jdbc;
  private final SealingKey key;
  private final String run;

  KeyMemory(JdbcTemplate jdbc, SealingKey key, String run) {
    this.jdbc = jdbc;
    this.key = key;
    this.run = run;
  }

  /**
   * Remembers the keys that were found in a backup, in place of what is remembered of it: a row
   * that is kept may no longer lead to its person when it is read again.
   */
  public void remember(String unit, FoundKeys keys, List<String> requests) {
    jdbc.update("DELETE FROM quietus.backup_key WHERE run_id = ? AND unit_token = ?", run, unit);
    List<List<KeyToken>> owned = byOwner(keys.owners(), requests.size());
    List<List<KeyToken>> kept = byOwner(keys.kept(), requests.size());
    Parts parts = new Parts(unit);
    for (int person = 0; person < requests.size(); person++) {
      parts.append(requests.get(person), false, owned.get(person));
      parts.append(requests.get(person), true, kept.get(person));
    }
    parts.flush();
  }

  private static List<List<KeyToken>> byOwner(KeyOwners owners, int persons) {
    List<List<KeyToken>> tokens = new ArrayList<>();
    for (int person = 0; person < persons; person++) {
      tokens.add(new ArrayList<>(0));
    }
    owners.forEach((token, of) -> tokens.get(of).add(token));
    return tokens;
  }

  /** Whether anything is remembered of a backup. */
  public boolean isAnything(String unit) {
    return !jdbc.queryForList(
            "SELECT part_no FROM quietus.backup_key WHERE run_id = ? AND unit_token = ?",
            Integer.class,
            run,
            unit)
        .isEmpty();
  }

  /** What is remembered of one backup, written many parts at a time. */
  private final class Parts {
    private final String unit;
    private final List<Object[]> rows = new ArrayList<>();
    private int written;

    Parts(String unit) {
      this.unit = unit;
    }

    void append(String request, boolean kept, List<KeyToken> tokens) {
      for (int from = 0; from < tokens.size(); from += TOKENS_A_PART) {
        int to = Math.min(tokens.size(), from + TOKENS_A_PART);
        byte[] sealed = key.seal(part(request, kept, tokens.subList(from, to)), run + " " + unit);
        rows.add(new Object[] {run, unit, written++, sealed});
        if (rows.size() == PARTS_AT_ONCE) {
          flush();
        }
      }
    }

    void flush() {
      jdbc.batchUpdate(
          "INSERT INTO quietus.backup_key (run_id, unit_token, part_no, sealed)"
              + " VALUES (?, ?, ?, ?)",
          rows);
      rows.clear();
    }
  }

  /** A name of which the length is below zero is followed by keys of rows that are kept. */
  private static byte[] part(String request, boolean kept, List<KeyToken> tokens) {
    byte[] name = request.getBytes(StandardCharsets.UTF_8);
    ByteBuffer part =
        ByteBuffer.allocate(4 + name.length + tokens.size() * KeyToken.BYTES)
            .putInt(kept ? -name.length : name.length)
            .put(name);
    tokens.forEach(token -> part.putLong(token.high()).putLong(token.low()));
    return part.array();
  }

  /**
   * Adds the keys that are remembered of a backup, each to its owner.
   *
   * @param number tells by the request, or {@link Persons#NOBODY}
   */
  public void recall(String unit, FoundKeys keys, ToIntFunction<String> number) {
    jdbc.query(
        "SELECT sealed FROM quietus.backup_key WHERE run_id = ? AND unit_token = ?",
        row -> {
          ByteBuffer part = ByteBuffer.wrap(key.open(row.getBytes(1), run + " " + unit));
          int length = part.getInt();
          byte[] name = new byte[Math.abs(length)];
          part.get(name);
          KeyOwners owners = length < 0 ? keys.kept() : keys.owners();
          int person = number.applyAsInt(new String(name, StandardCharsets.UTF_8));
          while (person >= 0 && part.hasRemaining()) {
            owners.add(new KeyToken(part.getLong(), part.getLong()), person);
          }
        },
        run,
        unit);
  }
}
