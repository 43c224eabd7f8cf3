package org.quietus.job;

import java.time.LocalDate;
import java.util.List;
import org.quietus.certificate.HoldDetail;

/** The holds and restrictions on a job's database, by whichever job they were set. */
public interface HoldBook {

  /**
   * Sets a hold; when this returns, every chunk of every run honours it.
   *
   * @throws org.quietus.policy.InvalidInput with everything that is wrong with the order
   */
  HoldSummary add(HoldOrder order);

  /** All of them, released ones too, the oldest first. */
  List<HoldSummary> list();

  /**
   * What certificates state of a hold as digests, to be told to somebody who may know it.
   *
   * @throws NotPossible if there is no such hold
   */
  List<HoldDetail> details(String id);

  /** Ends a hold; what it kept goes with the next run. */
  HoldSummary release(String id, String reason);

  /** Ends the one hold in force that has the reference. */
  HoldSummary releaseReference(String reference, String reason);

  /** Ends all holds of a case. */
  List<HoldSummary> releaseCase(String caseReference, String reason);

  /** Restricts the processing of a request's person. */
  HoldSummary restrict(String request, String reference, String basis, LocalDate review);

  /** Ends the restriction of a request's person. */
  List<HoldSummary> lift(String request, String reason);

  /** Takes in who came since the request's person was restricted, before that is lifted. */
  void beforeLifting(String request);

  /**
   * Ends the restriction of a request's person, if there is one, inside the transaction that
   * decides so and has raised the hold epoch.
   */
  void liftWithin(String request, String reason);

  /** Has it end beside the data too, once that is decided for good. */
  void lifted(String request);
}
