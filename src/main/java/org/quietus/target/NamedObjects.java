package org.quietus.target;

import java.util.List;
import java.util.Optional;

/**
 * Objects whose rows are gone: noted in the transaction that removes the row, and remembered until
 * the object is gone too, whichever run that is.
 */
public interface NamedObjects {

  /** Nothing is named by rows. */
  NamedObjects NONE =
      new NamedObjects() {
        @Override
        public void note(
            ChunkId chunk, Optional<String> request, int step, List<NamedObject> objects) {}

        @Override
        public List<Pending> pending(String set) {
          return List.of();
        }

        @Override
        public void done(Pending object) {}
      };

  /**
   * An object that waits to be removed.
   *
   * @param id of what was noted
   * @param request for which the row was removed; empty for a retention rule
   * @param step that removed it
   */
  record Pending(String id, NamedObject object, Optional<String> request, int step) {}

  /** Adds what one chunk did; in its transaction. */
  void note(ChunkId chunk, Optional<String> request, int step, List<NamedObject> objects);

  /** Those of one set; in a transaction. */
  List<Pending> pending(String set);

  /** Forgets one that is gone, or stays for good; in a transaction. */
  void done(Pending object);
}
