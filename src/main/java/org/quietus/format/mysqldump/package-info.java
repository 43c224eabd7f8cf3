/** The text that mysqldump and mariadb-dump write. */
@NullMarked
package org.quietus.format.mysqldump;

import org.jspecify.annotations.NullMarked;
