/** Whose rows the requests of a run are about. */
@NullMarked
package org.quietus.run.person;

import org.jspecify.annotations.NullMarked;
