/**
 * The job file as immutable records: loading, validation, periods and cutoffs; depends on no other
 * package.
 */
@NullMarked
package org.quietus.policy;

import org.jspecify.annotations.NullMarked;
