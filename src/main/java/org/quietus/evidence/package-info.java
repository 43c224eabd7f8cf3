/** The evidence store: an append-only home for certificates and keys that outlives the database. */
@NullMarked
package org.quietus.evidence;

import org.jspecify.annotations.NullMarked;
