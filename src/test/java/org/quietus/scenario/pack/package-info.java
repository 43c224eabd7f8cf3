/** Two years of each pack, with its own job file, beside a model written from its policy. */
@NullMarked
package org.quietus.scenario.pack;

import org.jspecify.annotations.NullMarked;
