package org.quietus.policy;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How one database is reached.
 *
 * @param name the job file's name for it, the first part of every {@link TableName}
 * @param url a JDBC URL without credentials in it
 * @param zone the zone that its zone-less date-time columns are written in
 * @param verify the read-only credential that verification uses; the main one if empty
 * @param replicas those that are asked how far they are behind
 */
public record DatabaseSettings(
    String name,
    String url,
    Credential credential,
    ZoneId zone,
    Optional<Credential> verify,
    List<Replica> replicas) {

  /** A database that has no replicas, or none that is asked. */
  public DatabaseSettings(
      String name, String url, Credential credential, ZoneId zone, Optional<Credential> verify) {
    this(name, url, credential, zone, verify, List.of());
  }

  /**
   * A server that copies what this one does, and how it is reached.
   *
   * @param heartbeat the table on it that tells how far it is behind, with its schema if that is
   *     not the URL's; empty if the server itself is asked
   */
  public record Replica(String url, Credential credential, Optional<String> heartbeat) {}

  /** A user name with its password. */
  public record Credential(String username, Secret password) {}
}
