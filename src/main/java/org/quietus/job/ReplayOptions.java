package org.quietus.job;

import java.time.Instant;

/**
 * What is to be replayed.
 *
 * @param database the restored one
 * @param snapshot the moment that the backup was made at; who was erased by then is not in it
 * @param accepted whether a person has looked at what cannot be replayed
 * @param slots how many workers, at least 1
 */
public record ReplayOptions(String database, Instant snapshot, boolean accepted, int slots) {}
