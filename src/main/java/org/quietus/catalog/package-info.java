/**
 * What a database says of its tables: names, types, keys and references, as read once at the start
 * of a run.
 */
@NullMarked
package org.quietus.catalog;

import org.jspecify.annotations.NullMarked;
