/** The command that tells what a job file does not cover. */
@NullMarked
package org.quietus.cli.coverage;

import org.jspecify.annotations.NullMarked;
