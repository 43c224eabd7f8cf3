package org.quietus.policy;

import java.time.ZoneId;
import java.util.Optional;

/**
 * How one database is reached.
 *
 * @param name the job file's name for it, the first part of every {@link TableName}
 * @param url a JDBC URL without credentials in it
 * @param zone the zone that its zone-less date-time columns are written in
 * @param verify the read-only credential that verification uses; the main one if empty
 */
public record DatabaseSettings(
    String name, String url, Credential credential, ZoneId zone, Optional<Credential> verify) {

  /** A user name with its password. */
  public record Credential(String username, Secret password) {}
}
