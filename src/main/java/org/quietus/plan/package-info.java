/** A finished plan as immutable records: its steps, what hangs on their rows, and why rows stay. */
@NullMarked
package org.quietus.plan;

import org.jspecify.annotations.NullMarked;
