/** JSON Lines: one JSON value a line (jsonlines.org), read and rewritten line by line. */
@NullMarked
package org.quietus.format.jsonl;

import org.jspecify.annotations.NullMarked;
