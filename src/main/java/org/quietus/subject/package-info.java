/** Identifiers of data subjects and their normalisers, one definition for Java and SQL. */
@NullMarked
package org.quietus.subject;

import org.jspecify.annotations.NullMarked;
