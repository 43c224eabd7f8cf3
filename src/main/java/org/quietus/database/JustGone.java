package org.quietus.database;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.RowValues;
import org.quietus.target.ChunkTask;

/**
 * The root rows that the last chunk of each range deleted. No foreign key keeps a row from being
 * inserted below a declared edge of theirs until that chunk is committed, so that the next one
 * looks there again. Shared by all slots.
 */
final class JustGone {
  private final Map<Range, Chunk> last = new HashMap<>();

  private record Range(Optional<?> above, Optional<?> upto) {
    static Range of(ChunkTask task) {
      return new Range(task.above(), task.upto());
    }
  }

  private record Chunk(Optional<RowValues> end, List<RowValues> handles) {}

  /**
   * Notes rows that a chunk deletes, committed or not.
   *
   * @param end where the chunk ends
   */
  synchronized void add(ChunkTask task, Optional<RowValues> end, List<RowValues> handles) {
    List<RowValues> all = new ArrayList<>(handles);
    if (end.equals(task.position())) {
      all.addAll(before(task));
    }
    last.put(Range.of(task), new Chunk(end, List.copyOf(all)));
  }

  /** What the chunk before this one deleted, as far as it was this process's. */
  synchronized List<RowValues> before(ChunkTask task) {
    Chunk chunk = last.get(Range.of(task));
    return chunk != null && chunk.end().equals(task.position()) ? chunk.handles() : List.of();
  }
}
