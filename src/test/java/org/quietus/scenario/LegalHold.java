package org.quietus.scenario;

import java.util.Set;

/**
 * A hold on whoever of one kind has an identifier, and on those who had it when it was set, but not
 * on who got their number later.
 *
 * @param subject {@code customer}, {@code subscriber}, {@code employee} or {@code guest}
 */
record LegalHold(String reference, String subject, String identifier, Set<Account> accounts) {

  boolean covers(Account account) {
    return account.subject().equals(Account.table(subject))
        && (accounts.stream().anyMatch(account::isSame) || account.has(identifier));
  }
}
