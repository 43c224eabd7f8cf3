package org.quietus.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.quietus.target.Counts;

/**
 * How a run ended.
 *
 * @param exitCode as the command line documents it
 * @param outcome in the words of the certificate
 * @param byTable what became of the rows, by table name
 * @param messages what a person should know or do about it
 */
public record RunResult(
    String runId,
    int exitCode,
    String outcome,
    Map<String, Counts> byTable,
    List<Path> certificates,
    List<String> messages) {}
