/**
 * Text of one row a line, its fields between delimiters: CSV (RFC 4180) and what databases export.
 */
@NullMarked
package org.quietus.format.csv;

import org.jspecify.annotations.NullMarked;
