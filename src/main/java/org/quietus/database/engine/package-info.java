/** The engine on SQL: preflight, ranges of a table, the rows of a step and how they change. */
@NullMarked
package org.quietus.database.engine;

import org.jspecify.annotations.NullMarked;
