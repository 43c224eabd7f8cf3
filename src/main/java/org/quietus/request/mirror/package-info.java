/** The append-only copy of requests, holds and suppression entries in the evidence store. */
@NullMarked
package org.quietus.request.mirror;

import org.jspecify.annotations.NullMarked;
