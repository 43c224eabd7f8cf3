/** The commands about recipients, who are told what was erased. */
@NullMarked
package org.quietus.cli.recipient;

import org.jspecify.annotations.NullMarked;
