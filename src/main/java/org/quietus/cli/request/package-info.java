/** The commands about erasure requests, and about lists of hashed identifiers. */
@NullMarked
package org.quietus.cli.request;

import org.jspecify.annotations.NullMarked;
