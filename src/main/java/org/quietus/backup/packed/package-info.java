/** Holds what is known of very many things in little memory. */
@NullMarked
package org.quietus.backup.packed;

import org.jspecify.annotations.NullMarked;
