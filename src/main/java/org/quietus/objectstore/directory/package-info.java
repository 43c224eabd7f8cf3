/** A directory as an object store. */
@NullMarked
package org.quietus.objectstore.directory;

import org.jspecify.annotations.NullMarked;
