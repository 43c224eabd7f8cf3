/**
 * Pure anonymisation strategies: values in, values out, and the predicate that says a value is
 * done.
 */
@NullMarked
package org.quietus.anonymise;

import org.jspecify.annotations.NullMarked;
