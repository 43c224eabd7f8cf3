/** gzip (RFC 1952), of several members too. */
@NullMarked
package org.quietus.format.gzip;

import org.jspecify.annotations.NullMarked;
