package org.quietus.objectstore;

/**
 * The name of an upload that has begun: enough to commit or discard it after a crash, so it belongs
 * in a journal before the first byte is written.
 *
 * @param uploadId the store's name of the upload
 * @param writeId random, kept with the object, so that a write whose reply was lost is recognised
 */
public record Ticket(ObjectKey key, String uploadId, String writeId) {}
