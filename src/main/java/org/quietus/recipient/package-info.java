/** Notices: what third parties are told who had received personal data, and how it reaches them. */
@NullMarked
package org.quietus.recipient;

import org.jspecify.annotations.NullMarked;
