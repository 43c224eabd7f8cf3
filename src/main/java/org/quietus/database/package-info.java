/** Databases: catalog, session rules, preflight, keyset chunks; one small class per dialect. */
@NullMarked
package org.quietus.database;

import org.jspecify.annotations.NullMarked;
