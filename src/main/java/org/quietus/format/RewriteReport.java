package org.quietus.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quietus.policy.Counted;

/**
 * What a rewriting did, in numbers and digests that reading its output again must reproduce.
 *
 * @param reading of the input
 * @param tables the tables whose rows were decided on
 * @param bytesOut length of the uncompressed output
 * @param restSha256 hexadecimal digest over every byte outside those tables' INSERT statements
 */
public record RewriteReport(
    Reading reading,
    SortedMap<DumpTableName, TableTally> tables,
    long bytesOut,
    String restSha256) {

  public RewriteReport {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  /**
   * The fidelity gate: compares with a rereading of the output.
   *
   * @return what differs, one sentence each; empty when the output holds exactly the rows that were
   *     to stay and every other byte of the input
   */
  public List<String> differencesFrom(RewriteReport reread) {
    List<String> differences = new ArrayList<>();
    if (reread.reading.bytes() != bytesOut) {
      differences.add(
          "the output is "
              + Counted.of(reread.reading.bytes(), "byte")
              + " long, not "
              + bytesOut
              + " as written");
    }
    if (!reread.restSha256.equals(restSha256)) {
      differences.add("bytes outside the rewritten tables differ");
    }
    if (reread.reading.unread().rows() != reading.unread().rows()) {
      differences.add("the number of rows that cannot be read differs");
    }
    if (!reread.reading.schema().declarations().equals(reading.schema().declarations())) {
      differences.add("the declared tables differ");
    }
    tables.forEach((name, tally) -> compare(name, tally, reread, differences));
    reread.tables.keySet().stream()
        .filter(name -> !tables.containsKey(name))
        .forEach(name -> differences.add("table " + name + " appeared"));
    return differences;
  }

  private static void compare(
      DumpTableName name, TableTally written, RewriteReport reread, List<String> differences) {
    TableTally found = reread.tables.getOrDefault(name, RowTally.NONE);
    if (found.in() != written.out()) {
      differences.add(
          "table "
              + name
              + " has "
              + Counted.of(found.in(), "row")
              + ", not "
              + written.out()
              + " as written");
    } else if (!found.sha256().equals(written.sha256())) {
      differences.add("rows of table " + name + " that were to stay differ");
    }
  }
}
