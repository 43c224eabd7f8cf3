/** S3 and local directories behind one interface: versions, conditions, locks. */
@NullMarked
package org.quietus.objectstore;

import org.jspecify.annotations.NullMarked;
