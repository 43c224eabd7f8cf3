package org.quietus.run;

/**
 * The item of Spring Batch's chunk step: an order to work off one chunk of a range, wherever that
 * range now stands.
 */
record ChunkOrder(int range, int step) {}
