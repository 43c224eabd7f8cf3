/**
 * The seam between a run and what it works on: outcomes of chunks and the interfaces that record
 * them.
 */
@NullMarked
package org.quietus.target;

import org.jspecify.annotations.NullMarked;
