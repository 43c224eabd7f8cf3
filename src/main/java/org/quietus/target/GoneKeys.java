package org.quietus.target;

import java.util.List;

/**
 * Remembers the keys of deleted rows beside the data, sealed, as long as rows that come to hang on
 * them are looked for; called inside a transaction.
 */
public interface GoneKeys {

  /** Notes the keys of rows that a chunk deleted for a request. */
  void note(ChunkId chunk, String request, List<GoneKey> keys);

  /** All that are remembered of a request. */
  List<GoneKey> of(String request);
}
