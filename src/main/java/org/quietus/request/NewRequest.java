package org.quietus.request;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.quietus.subject.Identifier;

/**
 * A request as it comes in; printed without the person.
 *
 * @param verified whether the requester has shown who they are
 */
public record NewRequest(Filing filing, List<Identifier> identifiers, boolean verified) {
  public NewRequest {
    identifiers = List.copyOf(identifiers);
  }

  /** One of a person who has shown who they are, and gives no reason. */
  public static NewRequest verified(String subject, List<Identifier> identifiers, Instant at) {
    return new NewRequest(
        new Filing(subject, Optional.empty(), Ground.REQUEST, Requester.SELF, Optional.empty(), at),
        identifiers,
        true);
  }
}
