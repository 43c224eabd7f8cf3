/** What commands take: their context, the job, and the options that several of them have. */
@NullMarked
package org.quietus.cli.input;

import org.jspecify.annotations.NullMarked;
