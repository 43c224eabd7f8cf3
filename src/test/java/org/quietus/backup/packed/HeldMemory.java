package org.quietus.backup.packed;

/** How much of the heap is held. */
public final class HeldMemory {
  private HeldMemory() {}

  /** In bytes, once what nobody holds any more is gone. */
  public static long bytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
