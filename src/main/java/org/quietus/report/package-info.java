/** What a certificate says to a person, before it is laid out as text, PDF or web page. */
@NullMarked
package org.quietus.report;

import org.jspecify.annotations.NullMarked;
