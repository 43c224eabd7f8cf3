/** Signatures and keys: DSSE envelopes and Ed25519. */
@NullMarked
package org.quietus.certificate.seal;

import org.jspecify.annotations.NullMarked;
