package org.quietus.objectstore.s3;

import java.net.URI;
import java.util.Optional;

/**
 * A role whose short-lived credentials a bucket is used with.
 *
 * @param arn its name
 * @param externalId what its owner wants to hear from whoever assumes it
 * @param session how logs call who assumed it
 * @param endpoint of the token service (STS); empty for Amazon's
 */
public record AssumedRole(
    String arn, Optional<String> externalId, String session, Optional<URI> endpoint) {}
