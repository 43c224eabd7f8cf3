/** The append-only log of certificates: tiles, checkpoints, proofs and their audit. */
@NullMarked
package org.quietus.certificate.log;

import org.jspecify.annotations.NullMarked;
