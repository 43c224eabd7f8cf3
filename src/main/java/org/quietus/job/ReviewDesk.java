package org.quietus.job;

import java.util.List;
import org.quietus.request.Role;

/** Where somebody looks whose the rows are that an ambiguous request leads to. */
public interface ReviewDesk {

  /**
   * The rows that a request's identifiers lead to.
   *
   * @throws org.quietus.request.NotPossible if there is no such request, or a run has acted on it
   */
  Review look(String request);

  /**
   * Decides which of them are the person's, for the next run to go by.
   *
   * @param list the one that was looked at, {@link Review#list()}
   * @param numbers of the rows in it; none if nobody of them is meant
   * @throws org.quietus.request.NotPossible if there is nothing to decide, it is decided, or the
   *     rows are others by now
   */
  RequestSummary decide(String request, String list, List<Integer> numbers, Role role);

  /**
   * Decides which rows of backups and files are the person's, for the next run to go by; of those
   * that are not named nothing is said.
   *
   * @param list the one that was looked at, {@link Review.Copies#list()}
   * @param decision which rows
   * @throws org.quietus.request.NotPossible if there is nothing to decide, or the rows are others
   */
  RequestSummary decideCopies(String request, String list, OfCopies decision, Role role);

  /**
   * What somebody says of rows, each by its id, its group, or {@code all} that are not named
   * otherwise.
   *
   * @param theirs the person's
   * @param others somebody else's
   * @param reason a code
   */
  record OfCopies(List<String> theirs, List<String> others, String reason) {}

  /**
   * Gives up what is unmatched: what was known of the person's rows by columns that the database
   * does not have any more, or uses for something else. Certificates name it from then on.
   *
   * @param reason a code
   * @throws org.quietus.request.NotPossible if nothing is
   */
  RequestSummary acceptUnmatched(String request, String reason, Role role);
}
