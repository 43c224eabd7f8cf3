package org.quietus.scenario;

import java.util.Set;

/**
 * A hold on whoever of one kind has an identifier, and on those who had it when it was set, but not
 * on who got their number later. What a law keeps of who had it before stays, too: nobody can tell
 * it from what is whose their number is by then.
 *
 * @param subject {@code customer}, {@code subscriber}, {@code employee} or {@code guest}
 * @param numbers of those who had the identifier before
 */
record LegalHold(
    String reference,
    String subject,
    String identifier,
    Set<Account> accounts,
    Set<Integer> numbers) {

  boolean covers(Account account) {
    return account.subject().equals(Account.table(subject))
        && (accounts.stream().anyMatch(account::isSame)
            || numbers.contains(account.id())
            || account.has(identifier));
  }
}
