package org.quietus.control;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.quietus.job.ApprovalState;
import org.springframework.jdbc.core.JdbcTemplate;

/** The fingerprints of plans that may run unattended. */
public final class Approvals {
  /** Who approved, and for what; to close the service is a matter of its own. */
  private static final int BY_ITSELF = 0;

  private static final int BY_PERSON = 1;
  private static final int WIND_DOWN_BY_PERSON = 2;

  private final JdbcTemplate jdbc;

  Approvals(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The first plan beside a database needs no approval unless the job file says so; every later one
   * that differs does, that of a job of another name too. That the service may be closed counts for
   * nothing else.
   */
  public ApprovalState state(String job, String fingerprint, boolean required) {
    if (find(job, fingerprint).isPresent()) {
      return ApprovalState.APPROVED;
    }
    return jobs().isEmpty() && !required ? ApprovalState.FIRST : ApprovalState.NEEDED;
  }

  /** The other jobs that ran or may run, for one that neither did nor may; else nobody. */
  public List<String> before(String job) {
    List<String> jobs = jobs();
    return jobs.contains(job) ? List.of() : jobs;
  }

  /** Whether a job ran or may run. */
  public boolean knows(String job) {
    return jobs().contains(job);
  }

  private List<String> jobs() {
    return jdbc.queryForList(
        "SELECT DISTINCT job FROM quietus.approval WHERE by_person <> ? ORDER BY job",
        String.class,
        WIND_DOWN_BY_PERSON);
  }

  /** The most rows that a person has approved for a fingerprint, empty if nobody named a number. */
  public OptionalLong maxRows(String job, String fingerprint) {
    return find(job, fingerprint).orElse(OptionalLong.empty());
  }

  /** Notes the first plan of a job, which ran unasked. */
  public void first(String job, String fingerprint, Instant at) {
    approve(job, fingerprint, BY_ITSELF, OptionalLong.empty(), at);
  }

  /**
   * Notes what a person approved.
   *
   * @param windDown whether it is that the service is closed, and not a run of any day
   */
  public void approve(
      String job, String fingerprint, boolean windDown, OptionalLong maxRows, Instant at) {
    approve(job, fingerprint, windDown ? WIND_DOWN_BY_PERSON : BY_PERSON, maxRows, at);
  }

  private void approve(String job, String fingerprint, int by, OptionalLong maxRows, Instant at) {
    jdbc.update("DELETE FROM quietus.approval WHERE job = ? AND fingerprint = ?", job, fingerprint);
    jdbc.update(
        "INSERT INTO quietus.approval (job, fingerprint, approved_at, by_person, max_rows)"
            + " VALUES (?, ?, ?, ?, ?)",
        job,
        fingerprint,
        LocalDateTime.ofInstant(at, ZoneOffset.UTC),
        by,
        maxRows.isPresent() ? maxRows.getAsLong() : null);
  }

  private Optional<OptionalLong> find(String job, String fingerprint) {
    return jdbc
        .query(
            "SELECT max_rows FROM quietus.approval WHERE job = ? AND fingerprint = ?",
            (row, n) -> {
              long rows = row.getLong(1);
              return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(rows);
            },
            job,
            fingerprint)
        .stream()
        .findFirst();
  }
}
