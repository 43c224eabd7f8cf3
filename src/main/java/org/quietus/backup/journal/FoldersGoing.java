package org.quietus.backup.journal;

import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Folders that are one backup each and have begun to go, for whatever run comes: what is left of
 * one is no backup any more. Inside the caller's transaction.
 */
public record FoldersGoing(JdbcTemplate jdbc) {

  /**
   * Notes, before the first file of a folder goes, that it does.
   *
   * @param folder a token that stays the same from run to run
   */
  public void begin(String set, String folder, Instant now) {
    end(folder);
    jdbc.update(
        "INSERT INTO quietus.backup_folder (folder_token, set_name, begun_at) VALUES (?, ?, ?)",
        folder,
        set,
        LocalDateTime.ofInstant(now, ZoneOffset.UTC));
  }

  /** When the first file of a folder was about to go; empty if it never was. */
  public Optional<Instant> begun(String folder) {
    List<Instant> begun =
        jdbc.query(
            "SELECT begun_at FROM quietus.backup_folder WHERE folder_token = ?",
            (ResultSet row, int n) ->
                row.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC),
            folder);
    return begun.stream().findFirst();
  }

  /** Forgets a folder of which nothing is left. */
  public void end(String folder) {
    jdbc.update("DELETE FROM quietus.backup_folder WHERE folder_token = ?", folder);
  }
}
