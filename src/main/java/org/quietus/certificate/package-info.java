/** Deletion certificates: issue, sign, verify. */
@NullMarked
package org.quietus.certificate;

import org.jspecify.annotations.NullMarked;
