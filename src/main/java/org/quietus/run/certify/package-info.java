/** Certificates out of the ledger. */
@NullMarked
package org.quietus.run.certify;

import org.jspecify.annotations.NullMarked;
