/** The commands about legal holds and restrictions. */
@NullMarked
package org.quietus.cli.hold;

import org.jspecify.annotations.NullMarked;
