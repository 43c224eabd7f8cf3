package org.quietus.scenario;

import java.time.Instant;

/** A row that hangs on an account: a visit, an order, an invoice, or a place in a household. */
record Thing(String table, int id, int account, Instant at) {

  String row() {
    return id + " " + account + " " + at;
  }
}
