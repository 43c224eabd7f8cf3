/** What the objects of a set hold, dumps or files: finding what has to go, and writing the rest. */
@NullMarked
package org.quietus.backup.search;

import org.jspecify.annotations.NullMarked;
