/** A run from its start to its certificates. */
@NullMarked
package org.quietus.run;

import org.jspecify.annotations.NullMarked;
