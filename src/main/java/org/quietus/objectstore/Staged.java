package org.quietus.objectstore;

/**
 * A complete upload that nobody sees before it is committed.
 *
 * @param size in bytes
 */
public record Staged(Ticket ticket, long size) {}
