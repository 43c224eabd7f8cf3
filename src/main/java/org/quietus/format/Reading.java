package org.quietus.format;

/**
 * What reading a whole dump showed.
 *
 * @param bytes length of the uncompressed dump
 */
public record Reading(DumpSchema schema, Ending ending, long bytes) {}
