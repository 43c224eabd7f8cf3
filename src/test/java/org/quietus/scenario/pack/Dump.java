package org.quietus.scenario.pack;

import java.time.LocalDateTime;
import java.util.List;
import org.quietus.scenario.pack.Promises.Backup;

/**
 * A backup of the database as it was.
 *
 * @param facts the rows that were as they had been written
 */
record Dump(String key, Backup set, LocalDateTime made, List<Fact> facts) {}
