package org.quietus.objectstore;

import java.time.Instant;

/**
 * An upload that was begun and neither committed nor discarded, by this product or by another.
 *
 * @param ticket its {@code writeId} is empty: the store does not tell it
 * @param empty whether it holds no content yet
 */
public record PendingUpload(Ticket ticket, Instant begun, boolean empty) {}
