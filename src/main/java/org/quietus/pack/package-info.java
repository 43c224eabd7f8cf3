/** The five policy packs: their tables, filled with fictional persons. */
@NullMarked
package org.quietus.pack;

import org.jspecify.annotations.NullMarked;
