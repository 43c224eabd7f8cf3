/** Databases: connections, their session rules, the catalog, and what differs per dialect. */
@NullMarked
package org.quietus.database;

import org.jspecify.annotations.NullMarked;
