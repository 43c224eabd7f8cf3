package org.quietus.scenario;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row that hangs on a customer: a visit, an order, an invoice, or a place in a household.
 *
 * @param taker the employee who took an order
 */
record Thing(String table, int id, int account, Instant at, @Nullable Integer taker) {

  String row() {
    return id + " " + account + " " + at + " " + taker;
  }
}
