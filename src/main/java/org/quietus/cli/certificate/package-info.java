/** The commands about certificates. */
@NullMarked
package org.quietus.cli.certificate;

import org.jspecify.annotations.NullMarked;
