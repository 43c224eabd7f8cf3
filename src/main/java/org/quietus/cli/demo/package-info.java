/** The fictional shop of the demonstration. */
@NullMarked
package org.quietus.cli.demo;

import org.jspecify.annotations.NullMarked;
