package org.quietus.database;

import java.time.Duration;
import java.util.Optional;

/**
 * A log in which the server keeps the before-images of what is deleted, for replicas and recovery:
 * a residual.
 *
 * @param server what tells the server from others
 * @param expiry after which the server removes a file; empty if it never does by itself
 * @param currentFile that changes are written to now; empty if the user may not ask
 */
public record BinaryLog(String server, Optional<Duration> expiry, Optional<String> currentFile) {}
