/** Recognising erased persons in a restored database. */
@NullMarked
package org.quietus.run.replay;

import org.jspecify.annotations.NullMarked;
