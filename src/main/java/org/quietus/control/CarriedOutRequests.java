package org.quietus.control;

import java.util.Optional;
import org.quietus.plan.SearchedPaths;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * By which paths all but kept rows was found gone for requests. Its methods run inside the caller's
 * transaction.
 */
public final class CarriedOutRequests {
  private final JdbcTemplate jdbc;
  private final ControlSchema schema;
  private boolean isThere;

  CarriedOutRequests(JdbcTemplate jdbc, ControlSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  /** Those of a request of whose person so many rows are known, if there was no other then. */
  public Optional<SearchedPaths> of(String request, int rows) {
    isThere = isThere || schema.has("carried_out");
    return isThere
        ? jdbc
            .queryForList(
                "SELECT graph FROM quietus.carried_out WHERE request_id = ? AND own_rows >= ?",
                String.class,
                request,
                rows)
            .stream()
            .findFirst()
            .map(SearchedPaths::decode)
        : Optional.empty();
  }

  /** Notes those of a request, beside what was searched for it before. */
  public void note(String request, int rows, SearchedPaths paths) {
    SearchedPaths all = of(request, 0).map(paths::and).orElse(paths);
    forget(request);
    jdbc.update(
        "INSERT INTO quietus.carried_out (request_id, own_rows, graph) VALUES (?, ?, ?)",
        request,
        rows,
        all.encode());
  }

  /** Forgets those of a request. */
  public void forget(String request) {
    jdbc.update("DELETE FROM quietus.carried_out WHERE request_id = ?", request);
  }
}
