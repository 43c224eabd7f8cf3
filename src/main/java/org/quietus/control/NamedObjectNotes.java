package org.quietus.control;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.quietus.request.SealingKey;
import org.quietus.target.ChunkId;
import org.quietus.target.NamedObject;
import org.quietus.target.NamedObjects;
import org.springframework.jdbc.core.JdbcTemplate;

/** Objects of a job whose rows are gone, their keys sealed, since they may name persons. */
public final class NamedObjectNotes implements NamedObjects {
  private final JdbcTemplate jdbc;
  private final String job;
  private final Supplier<SealingKey> key;

  NamedObjectNotes(JdbcTemplate jdbc, String job, Supplier<SealingKey> key) {
    this.jdbc = jdbc;
    this.job = job;
    this.key = key;
  }

  @Override
  public void note(ChunkId chunk, Optional<String> request, int step, List<NamedObject> objects) {
    for (int n = 0; n < objects.size(); n++) {
      NamedObject object = objects.get(n);
      String id = chunk.run() + " " + chunk.range() + " " + chunk.sequence() + " " + n;
      jdbc.update(
          "INSERT INTO quietus.named_object (object_id, job, set_name, request_id, step_no, sealed)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          id,
          job,
          object.set(),
          request.orElse(null),
          step,
          key.get().seal(object.value().getBytes(StandardCharsets.UTF_8), context(id)));
    }
  }

  @Override
  public List<Pending> pending(String set) {
    return jdbc.query(
        "SELECT object_id, request_id, step_no, sealed FROM quietus.named_object"
            + " WHERE job = ? AND set_name = ? ORDER BY object_id",
        (row, n) -> {
          String id = row.getString("object_id");
          byte[] value = key.get().open(row.getBytes("sealed"), context(id));
          return new Pending(
              id,
              new NamedObject(set, new String(value, StandardCharsets.UTF_8)),
              Optional.ofNullable(row.getString("request_id")),
              row.getInt("step_no"));
        },
        job,
        set);
  }

  @Override
  public void done(Pending object) {
    jdbc.update("DELETE FROM quietus.named_object WHERE object_id = ?", object.id());
  }

  private static String context(String id) {
    return "named " + id;
  }
}
