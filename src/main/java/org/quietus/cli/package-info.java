/** All commands put together, what a job is opened with, and what becomes of failures. */
@NullMarked
package org.quietus.cli;

import org.jspecify.annotations.NullMarked;
