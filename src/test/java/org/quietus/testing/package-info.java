/** Real servers and other things that tests of several packages need. */
@NullMarked
package org.quietus.testing;

import org.jspecify.annotations.NullMarked;
