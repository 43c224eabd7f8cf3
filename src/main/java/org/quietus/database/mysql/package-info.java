/** MySQL and MariaDB. */
@NullMarked
package org.quietus.database.mysql;

import org.jspecify.annotations.NullMarked;
