package org.quietus.job;

import java.util.List;
import java.util.OptionalLong;

/** What the verification queries of a certificate find when they are asked again. */
public record LiveReading(List<Line> lines) {
  public LiveReading {
    lines = List.copyOf(lines);
  }

  /**
   * One query.
   *
   * @param target as the certificate calls it
   * @param query the digest of the query's text
   * @param due rows that should be gone and are there; empty if the query cannot be asked
   * @param stated how many the certificate itself says could not be removed
   * @param remark how it was asked, or why it cannot be
   */
  public record Line(String target, String query, OptionalLong due, long stated, String remark) {

    /** Whether more is there than the certificate says. */
    public boolean isFound() {
      return due.orElse(0) > stated;
    }
  }

  /** Whether something is there that should be gone. */
  public boolean isFound() {
    return lines.stream().anyMatch(Line::isFound);
  }

  /** Whether every query could be asked. */
  public boolean isWhole() {
    return lines.stream().allMatch(line -> line.due().isPresent());
  }
}
