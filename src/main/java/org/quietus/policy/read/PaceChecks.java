package org.quietus.policy.read;

import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.PaceSettings;

/** Checks that what a run shall wait for can be known. */
final class PaceChecks {
  private PaceChecks() {}

  static void check(JobFile job, Problems problems) {
    boolean history = job.databases().values().stream().anyMatch(PaceChecks::isMysql);
    job.databases()
        .values()
        .forEach(database -> database(database, job.limits().pace(), history, problems));
  }

  private static boolean isMysql(DatabaseSettings database) {
    return database.url().startsWith("jdbc:mysql:");
  }

  /** {@code history} if any database of the job has a list of old versions of rows. */
  private static void database(
      DatabaseSettings database, PaceSettings pace, boolean history, Problems problems) {
    boolean mysql = isMysql(database);
    boolean h2 = database.url().startsWith("jdbc:h2:");
    String named = "database '" + database.name() + "'";
    if (!mysql && database.replicas().stream().anyMatch(one -> h2 || one.heartbeat().isEmpty())) {
      problems.add(
          "REPLICAS-NOT-ASKED",
          JobTree.child("/databases", database.name()) + "/replicas",
          named + " is no MySQL or MariaDB, and only theirs are asked themselves",
          h2
              ? "leave it out"
              : "leave it out: a PostgreSQL knows its standbys; or name the 'heartbeat' of each");
    }
    if (mysql && pace.maxReplicaLag().isPresent() && database.replicas().isEmpty()) {
      problems.add(
          "NO-REPLICA",
          "/limits/max-replica-lag",
          named + " has no 'replicas' that could be asked how far they are behind",
          "name them under 'replicas' of the database, or leave this out");
    }
    if (h2 && pace.watchesServers()) {
      problems.add(
          "NO-SERVER",
          "/limits",
          named + " is an H2, which has no replicas and does not tell its load",
          "leave out 'max-replica-lag', 'max-running', 'max-history' and 'max-commit-latency'");
    } else if (!history && pace.maxHistory().isPresent()) {
      problems.add(
          "NO-HISTORY",
          "/limits/max-history",
          named + " is a PostgreSQL, which has no list of old versions of rows",
          "leave it out");
    }
  }
}
