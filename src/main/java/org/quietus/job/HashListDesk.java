package org.quietus.job;

import java.time.Instant;
import java.util.List;
import org.quietus.request.HashList;
import org.quietus.request.ListStatuses;
import org.quietus.request.Requester;
import org.quietus.request.Role;

/** Where lists of hashed identifiers come in, and what became of their entries is asked. */
public interface HashListDesk {

  /**
   * Takes a request in for each entry that somebody is found for, unless one is open, was refused
   * or was reviewed; what was begun and not finished is finished by doing it again.
   *
   * @param subject the kind of data subject, as the job file names it
   * @throws CannotRun if no request of that kind can be taken in
   */
  Taken take(HashList list, String subject, Requester requester, Instant received, Role role);

  /**
   * What became of a list.
   *
   * @param filed new requests
   * @param inBackups how many of these are about persons who are in backups alone
   * @param several how many of these somebody has to review, since several persons have the
   *     identifier
   * @param nameless entries of which no request can be made
   * @param unread a line for each backup set in which somebody may be who was not found
   */
  record Taken(
      int filed,
      int inBackups,
      int several,
      int nameless,
      List<String> unread,
      ListStatuses statuses) {}
}
