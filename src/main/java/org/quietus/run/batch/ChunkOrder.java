package org.quietus.run.batch;

/**
 * The item of Spring Batch's chunk step: an order to work off one chunk of a range, wherever that
 * range now stands.
 */
public record ChunkOrder(int range, int step) {}
