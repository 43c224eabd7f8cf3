package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.catalog.RowValues;
import org.quietus.target.ChunkTask;
import org.quietus.target.GoneKey;
import org.quietus.target.KeyRange;

/**
 * The root rows that the last chunk of each range deleted. No foreign key keeps a row from being
 * inserted below a declared edge of theirs until that chunk is committed, so that the next one
 * looks there again. Shared by all slots.
 */
final class JustGone {
  private final Map<KeyRange, Chunk> last = new HashMap<>();

  private record Chunk(
      Optional<RowValues> end,
      List<RowValues> handles,
      List<GoneKey> keys,
      List<GoneKey> earlier) {}

  /**
   * Notes rows that a chunk deletes, committed or not.
   *
   * @param end where the chunk ends
   * @param keys of rows between these and others
   */
  synchronized void add(
      ChunkTask task, Optional<RowValues> end, List<RowValues> handles, List<GoneKey> keys) {
    List<RowValues> all = new ArrayList<>(handles);
    List<GoneKey> earlier = List.of();
    if (end.equals(task.position())) {
      all.addAll(before(task));
      Chunk chunk = last.get(task.range());
      earlier = chunk == null ? earlier : chunk.keys();
    }
    last.put(task.range(), new Chunk(end, List.copyOf(all), List.copyOf(keys), earlier));
  }

  /** What the chunk before this one deleted, as far as it was this process's. */
  synchronized List<RowValues> before(ChunkTask task) {
    Chunk chunk = last.get(task.range());
    return chunk != null && chunk.end().equals(task.position()) ? chunk.handles() : List.of();
  }

  /**
   * The keys of rows between those and others that the chunk before this one deleted, and the one
   * before that if this one may be its repetition.
   */
  synchronized List<GoneKey> keysBefore(ChunkTask task) {
    Chunk chunk = last.get(task.range());
    return chunk != null && chunk.end().equals(task.position())
        ? Stream.concat(chunk.keys().stream(), chunk.earlier().stream()).toList()
        : List.of();
  }
}
