/** Requests, reviews and holds, as the commands change them. */
@NullMarked
package org.quietus.run.desk;

import org.jspecify.annotations.NullMarked;
