package org.quietus.control;

import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The requests of a job of which a replay left rows for somebody to look at; no run completes them.
 * Its methods run inside the caller's transaction.
 */
public final class ReplayDoubts {
  private final JdbcTemplate jdbc;
  private final String job;

  ReplayDoubts(JdbcTemplate jdbc, String job) {
    this.jdbc = jdbc;
    this.job = job;
  }

  /** Whether somebody has still to look at what was found of a request's person. */
  public boolean isOpen(String request) {
    return !jdbc.queryForList(
            "SELECT request_id FROM quietus.replay_doubt WHERE job = ? AND request_id = ?",
            String.class,
            job,
            request)
        .isEmpty();
  }

  /** All of them. */
  public Set<String> open() {
    return new HashSet<>(
        jdbc.queryForList(
            "SELECT request_id FROM quietus.replay_doubt WHERE job = ?", String.class, job));
  }

  /** Adds some. */
  public void add(Set<String> requests) {
    Set<String> open = open();
    requests.stream()
        .filter(request -> !open.contains(request))
        .forEach(
            request ->
                jdbc.update(
                    "INSERT INTO quietus.replay_doubt (job, request_id) VALUES (?, ?)",
                    job,
                    request));
  }

  /** Ends some. */
  public void end(Set<String> requests) {
    requests.forEach(
        request ->
            jdbc.update(
                "DELETE FROM quietus.replay_doubt WHERE job = ? AND request_id = ?", job, request));
  }
}
