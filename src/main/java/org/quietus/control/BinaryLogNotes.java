package org.quietus.control;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.target.BeforeImages;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Up to which file of which server's binary log runs wrote what they changed; inside the caller's
 * transaction.
 */
public final class BinaryLogNotes {
  private static final String SEVERAL_SERVERS = "several";

  private final JdbcTemplate jdbc;

  BinaryLogNotes(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Where a run wrote.
   *
   * @param server that it wrote on; empty of a run from before there were notes
   * @param file that was current after the last change; empty as long as nobody could ask
   * @param gone whether that file was seen gone
   */
  public record Note(String run, Optional<String> server, Optional<String> file, boolean gone) {}

  /** Notes that a run begins to write into a log; what an earlier attempt noted stays. */
  public void begin(String run, BeforeImages log) {
    if (of(Set.of(run)).isEmpty()) {
      insert(run, Optional.of(log.server()), Optional.empty());
    }
  }

  /**
   * The same of a run on a restored database: what was lost of the notes was written where it is
   * only if all that is left says so.
   */
  public void beginRestored(String run, BeforeImages log) {
    List<String> servers =
        jdbc.queryForList(
            "SELECT DISTINCT server FROM quietus.binary_log WHERE server IS NOT NULL",
            String.class);
    boolean here = servers.equals(List.of(log.server()));
    if (!here) {
      jdbc.update("UPDATE quietus.binary_log SET server = ? WHERE server IS NULL", SEVERAL_SERVERS);
    }
    if (of(Set.of(run)).isEmpty()) {
      insert(run, Optional.of(here ? log.server() : SEVERAL_SERVERS), Optional.empty());
    }
  }

  /** Notes that a run has written its last change, if it changed anything. */
  public void end(String run, boolean changed, Optional<BeforeImages> log) {
    if (!changed) {
      jdbc.update("DELETE FROM quietus.binary_log WHERE run_id = ?", run);
    } else if (log.isPresent()) {
      end(run, log.get());
    }
  }

  private void end(String run, BeforeImages log) {
    Optional<Note> note = Optional.ofNullable(of(Set.of(run)).get(run));
    if (note.isEmpty()) {
      insert(run, Optional.of(log.server()), log.currentFile());
      return;
    }
    boolean same = note.get().server().filter(other -> !other.equals(log.server())).isEmpty();
    jdbc.update(
        "UPDATE quietus.binary_log SET server = ?, file_name = ?, gone_at = NULL WHERE run_id = ?",
        same ? log.server() : SEVERAL_SERVERS,
        same ? log.currentFile().orElse(null) : null,
        run);
  }

  private void insert(String run, Optional<String> server, Optional<String> file) {
    jdbc.update(
        "INSERT INTO quietus.binary_log (run_id, server, file_name) VALUES (?, ?, ?)",
        run,
        server.orElse(null),
        file.orElse(null));
  }

  /**
   * Takes the current file for what runs wrote of whom no file is noted: it came later than theirs.
   */
  public void complete(BeforeImages log) {
    log.currentFile()
        .ifPresent(
            file ->
                jdbc.update(
                    "UPDATE quietus.binary_log SET server = ?, file_name = ?"
                        + " WHERE file_name IS NULL AND (server IS NULL OR server = ?)",
                    log.server(),
                    file,
                    log.server()));
  }

  /** The notes of these runs, by run; one that wrote into no log has none. */
  public Map<String, Note> of(Collection<String> runs) {
    Map<String, Note> notes = new HashMap<>();
    for (String run : runs) {
      query(" WHERE b.run_id = ?", run).forEach(note -> notes.put(run, note));
    }
    return notes;
  }

  /** The notes of a job's runs whose files were not seen gone so far. */
  public List<Note> waiting(String job) {
    return query(
        " WHERE b.gone_at IS NULL AND EXISTS (SELECT 1 FROM quietus.run r WHERE r.run_id = b.run_id"
            + " AND r.job = ? UNION ALL SELECT 1 FROM quietus.run_database d WHERE d.run_id ="
            + " b.run_id AND d.job = ?)",
        job,
        job);
  }

  private List<Note> query(String which, Object... binds) {
    return jdbc.query(
        "SELECT b.run_id, b.server, b.file_name, b.gone_at FROM quietus.binary_log b" + which,
        (row, n) ->
            new Note(
                row.getString(1),
                Optional.ofNullable(row.getString(2)),
                Optional.ofNullable(row.getString(3)),
                row.getObject(4) != null),
        binds);
  }

  /** Notes that the files of these runs were seen gone. */
  public void gone(Collection<String> runs, Instant at) {
    runs.forEach(
        run ->
            jdbc.update(
                "UPDATE quietus.binary_log SET gone_at = ? WHERE run_id = ?",
                LocalDateTime.ofInstant(at, ZoneOffset.UTC),
                run));
  }
}
