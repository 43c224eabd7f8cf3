/** The application class alone. */
@NullMarked
package org.quietus;

import org.jspecify.annotations.NullMarked;
