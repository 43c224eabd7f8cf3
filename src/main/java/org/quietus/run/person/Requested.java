package org.quietus.run.person;

import org.quietus.request.ErasureRequest;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;

/**
 * A request that a run works for, with the rows that it is about.
 *
 * @param traits what the person is recognised by in backups, where keys may mean somebody else
 */
public record Requested(ErasureRequest request, PersonKeys person, PersonTraits traits) {

  /** The same, with what is known of the person. */
  Requested of(PersonKeys known) {
    return new Requested(request, known, traits);
  }

  /** The same, with somebody still to say whose the rows are. */
  Requested undecided() {
    return new Requested(request, person.with(person.rows(), PersonKeys.Whose.UNKNOWN), traits);
  }
}
