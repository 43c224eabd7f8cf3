/** Commands, exit codes, progress, and the composition root. */
@NullMarked
package org.quietus.cli;

import org.jspecify.annotations.NullMarked;
