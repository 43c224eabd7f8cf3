/** Finding persons in a dump, and deciding about each row. */
@NullMarked
package org.quietus.backup.person;

import org.jspecify.annotations.NullMarked;
