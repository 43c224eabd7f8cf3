/** H2. */
@NullMarked
package org.quietus.database.h2;

import org.jspecify.annotations.NullMarked;
