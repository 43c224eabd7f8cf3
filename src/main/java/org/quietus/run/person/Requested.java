package org.quietus.run.person;

import java.time.Instant;
import java.util.Optional;
import org.quietus.policy.TableName;
import org.quietus.request.ErasureRequest;
import org.quietus.target.ChunkRecorder;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;

/**
 * A request that a run works for, with the rows that it is about.
 *
 * @param traits what the person is recognised by in backups, where keys may mean somebody else
 * @param again since when the rows are there once more, and told whose they are, whatever was done
 *     to them before
 */
public record Requested(
    ErasureRequest request, PersonKeys person, PersonTraits traits, Optional<Instant> again) {

  /** One whose rows are there since they were found first. */
  public Requested(ErasureRequest request, PersonKeys person, PersonTraits traits) {
    this(request, person, traits, Optional.empty());
  }

  /** The same, with what is known of the person. */
  Requested of(PersonKeys known) {
    return new Requested(request, known, traits, again);
  }

  /** The same, with somebody still to say whose the rows are. */
  Requested undecided() {
    return of(person.with(person.rows(), PersonKeys.Whose.UNKNOWN));
  }

  /**
   * Whether somebody else may have a key of theirs by now: as many rows of a table were acted on as
   * they have of their own.
   */
  public boolean isActedOn(ChunkRecorder ledger, TableName table) {
    int rows = person.rows().size();
    return again
        .map(since -> ledger.hasActedOn(request.id(), table, rows, since))
        .orElseGet(() -> ledger.hasActedOn(request.id(), table, rows));
  }
}
