/**
 * Erasure requests: what was asked, when, and in which state it is; identifiers only ever sealed.
 */
@NullMarked
package org.quietus.request;

import org.jspecify.annotations.NullMarked;
