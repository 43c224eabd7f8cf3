package org.quietus.job;

import java.util.List;

/**
 * Which partitions of a step's table a run would drop now.
 *
 * @param whole the names of those that hold nothing but what is due
 * @param rows how many rows are in them
 * @param staying a line for each reason why others stay, or all of them
 */
public record PartitionOutlook(
    int step, String rule, String table, List<String> whole, long rows, List<String> staying) {}
