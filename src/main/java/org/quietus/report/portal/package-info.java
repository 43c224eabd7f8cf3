/** The certificates of an evidence store as a folder of HTML pages that needs no server. */
@NullMarked
package org.quietus.report.portal;

import org.jspecify.annotations.NullMarked;
