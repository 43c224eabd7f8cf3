package org.quietus.target;

import java.time.Duration;
import java.util.Optional;

/**
 * A binary log or the like, in which removed rows can still be read.
 *
 * @param expiry after which a server removes its files; empty if it never does by itself
 */
public record BeforeImages(Optional<Duration> expiry) {}
