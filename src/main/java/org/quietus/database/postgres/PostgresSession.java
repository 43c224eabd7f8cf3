package org.quietus.database.postgres;

import java.util.ArrayList;
import java.util.List;
import org.quietus.database.ServerVersion;

/** What a session begins with, whatever the server, the database or the user sets for others. */
final class PostgresSession {
  private static final List<String> EVERYWHERE =
      List.of(
          "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED,"
              + " READ WRITE, NOT DEFERRABLE",
          "SET TIME ZONE 'UTC'",
          "SET row_security = off",
          "SET lock_timeout = '20s'",
          "SET statement_timeout = 0",
          "SET idle_in_transaction_session_timeout = 0",
          "SET idle_session_timeout = 0",
          "SET standard_conforming_strings = on",
          "SET transform_null_equals = off",
          "SET DateStyle = 'ISO, YMD'",
          "SET gin_fuzzy_search_limit = 0",
          "SELECT set_config('session_replication_role', 'origin', FALSE)"
              + " WHERE current_setting('session_replication_role') <> 'origin'",
          "SET synchronous_commit = on");

  private PostgresSession() {}

  /**
   * With row security off, a statement that a policy would take rows from fails. A commit that the
   * server may lose after it has answered would leave a certificate without the deletion. An index
   * may be told to find some of the rows only, and a user to heed neither foreign keys nor
   * triggers; a user who may not heed them again cannot connect. All goes to the server at once.
   *
   * @param foreignTypes whether there may be types that the search path lacks
   */
  static List<String> setup(ServerVersion version, boolean foreignTypes) {
    List<String> setup = new ArrayList<>(EVERYWHERE);
    if (foreignTypes) {
      setup.add(ForeignTypes.MADE_VISIBLE);
    }
    if (version.atLeast(17, 0, 0)) {
      setup.add("SET transaction_timeout = 0");
    }
    return List.of(String.join("; ", setup));
  }
}
