/** The commands about answers to those who asked. */
@NullMarked
package org.quietus.cli.answer;

import org.jspecify.annotations.NullMarked;
