/** The records of files: their moments, whose they are, and what becomes of each. */
@NullMarked
package org.quietus.backup.file;

import org.jspecify.annotations.NullMarked;
