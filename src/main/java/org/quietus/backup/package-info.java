/**
 * Persons taken out of backups: object versions, the rows of a person inside each backup, a journal
 * of every step, and expiry as a whole.
 */
@NullMarked
package org.quietus.backup;

import org.jspecify.annotations.NullMarked;
