/** The append-only record of each chunk's outcome, kept beside the data. */
@NullMarked
package org.quietus.ledger;

import org.jspecify.annotations.NullMarked;
