/** What init drafts: a job file, from the catalog of a database. */
@NullMarked
package org.quietus.cli.draft;

import org.jspecify.annotations.NullMarked;
