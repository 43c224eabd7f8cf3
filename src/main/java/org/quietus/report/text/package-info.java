/** Certificates and answers as text for a terminal. */
@NullMarked
package org.quietus.report.text;

import org.jspecify.annotations.NullMarked;
