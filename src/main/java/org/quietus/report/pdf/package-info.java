/** A certificate as PDF/A-2u, ISO 19005-2. */
@NullMarked
package org.quietus.report.pdf;

import org.jspecify.annotations.NullMarked;
