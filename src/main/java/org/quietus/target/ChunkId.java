package org.quietus.target;

/** Names a chunk, uniquely and for ever: the n-th transaction on one range of one run. */
public record ChunkId(String run, int range, int sequence) {}
