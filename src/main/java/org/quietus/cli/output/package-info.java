/** What commands print and return: tables, JSON, progress, exit codes. */
@NullMarked
package org.quietus.cli.output;

import org.jspecify.annotations.NullMarked;
