package org.quietus.run;

import org.quietus.control.Control;
import org.quietus.control.FencedOut;
import org.quietus.control.Site;
import org.quietus.job.RunFailure;
import org.quietus.request.ErasureRequests;
import org.quietus.run.person.GoneKeysOfRequests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The keys of deleted rows that lie beside data away from home. */
record GoneKeysElsewhere(RunOrder order, ErasureRequests requests) {
  private static final Logger LOG = LoggerFactory.getLogger(GoneKeysElsewhere.class);

  /**
   * Forgets those of requests that are not acted on any more, once home has recorded that; what a
   * database that fails has kept is forgotten at the end of the next run.
   */
  void forgetSettled() {
    for (Site site : order.sites().ledgers()) {
      if (site != order.sites().home()) {
        Control there = site.control();
        try {
          there
              .transaction()
              .executeWithoutResult(
                  status -> {
                    there.fence().check(order.token());
                    new GoneKeysOfRequests(site, requests).forgetSettled();
                  });
        } catch (DataAccessException | TransactionException | FencedOut e) {
          LOG.warn(
              "{}",
              RunFailure.stripped("forgetting keys of deleted rows in " + site.name(), e)
                  .getMessage());
        }
      }
    }
  }
}
