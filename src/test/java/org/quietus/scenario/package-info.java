/** Two years of a company's life, day by day, against a simple model of what should be left. */
@NullMarked
package org.quietus.scenario;

import org.jspecify.annotations.NullMarked;
