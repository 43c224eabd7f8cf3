package org.quietus.job;

import java.time.Instant;

/** What the run that is at work waits for, in words without values, and since when. */
public record Waiting(String reason, Instant since) {}
