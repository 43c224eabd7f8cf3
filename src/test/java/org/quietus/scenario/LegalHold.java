package org.quietus.scenario;

import java.util.Set;

/**
 * A hold on whichever customer has an identifier, and on the accounts that had it when it was set.
 */
record LegalHold(String reference, String identifier, Set<Integer> accounts) {

  boolean covers(Account account) {
    return account.isCustomer() && (accounts.contains(account.id()) || account.has(identifier));
  }
}
