package org.quietus.run.batch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** Partitions are worker slots, never ranges of data: those stand in the queue. */
final class SlotPartitioner implements Partitioner {
  /** The number of the slot in the context of its step. */
  static final String SLOT = "slot";

  /** What the step of a slot is called. */
  static String name(int slot) {
    return "slot-" + slot;
  }

  @Override
  public Map<String, ExecutionContext> partition(int slots) {
    Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
    for (int slot = 0; slot < slots; slot++) {
      ExecutionContext context = new ExecutionContext();
      context.putInt(SLOT, slot);
      partitions.put(name(slot), context);
    }
    return partitions;
  }
}
