package org.quietus.format.mysqldump;

import java.util.ArrayList;
import java.util.List;

/**
 * Notes where rows end as MySQL Shell does in its files {@code .idx}: behind the one with which a
 * MiB is full since the last note; what is more counts for the next. Source of the rule: {@code
 * Dump_writer::write_row} in modules/util/dump/dump_writer.cc.
 */
final class RowMarks {
  static final int EVERY = 1 << 20;

  private final List<Long> marks = new ArrayList<>();
  private long bytes;
  private long since;

  /** A row of that length follows. */
  void row(long length) {
    bytes += length;
    since += length;
    if (since >= EVERY) {
      marks.add(bytes);
      since %= EVERY;
    }
  }

  List<Long> marks() {
    return marks;
  }
}
