/** Legal holds and restrictions: who or what must not be touched, and whether that has changed. */
@NullMarked
package org.quietus.hold;

import org.jspecify.annotations.NullMarked;
