/** Tests of the package, on each product. */
@NullMarked
package org.quietus.database;

import org.jspecify.annotations.NullMarked;
