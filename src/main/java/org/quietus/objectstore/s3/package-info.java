/** A bucket as an object store. */
@NullMarked
package org.quietus.objectstore.s3;

import org.jspecify.annotations.NullMarked;
