/** The commands about a job's runs: validate, plan, run, approve, abandon, replay and status. */
@NullMarked
package org.quietus.cli.run;

import org.jspecify.annotations.NullMarked;
