/**
 * Parquet files: row groups that nobody touches are copied as they are, the others are encoded
 * anew.
 */
@NullMarked
package org.quietus.format.parquet;

import org.jspecify.annotations.NullMarked;
