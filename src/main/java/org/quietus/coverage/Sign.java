package org.quietus.coverage;

/**
 * One thing that speaks for personal data.
 *
 * @param why for people; never a value, and no comment of the database's
 */
public record Sign(Kind kind, Level level, String why) {}
