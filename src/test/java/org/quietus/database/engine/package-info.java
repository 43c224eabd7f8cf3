/** Tests of the package. */
@NullMarked
package org.quietus.database.engine;

import org.jspecify.annotations.NullMarked;
