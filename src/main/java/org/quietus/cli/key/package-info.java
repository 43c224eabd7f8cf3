/** The commands about keys. */
@NullMarked
package org.quietus.cli.key;

import org.jspecify.annotations.NullMarked;
