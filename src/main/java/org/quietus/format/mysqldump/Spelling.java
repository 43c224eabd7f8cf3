package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How a dump spells the values of its rows, from one SET statement to the next.
 *
 * @param zone of TIMESTAMP values; empty while the dump has not set one
 */
record Spelling(
    boolean backslashEscapes, boolean ansiQuotes, Charset charset, Optional<ZoneId> zone) {}
