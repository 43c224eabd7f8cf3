package org.quietus.subject;

import java.time.Instant;
import java.util.Optional;

/**
 * By what an erased person is known again in a copy of the data that is older than the erasure: a
 * token of one identifier, nothing more.
 *
 * @param request whose person it is
 * @param tenant whose data subject the person was, where a job has tenants
 * @param epoch of the key that the token was made under
 * @param erasedAt the erasure instant: what was created later is somebody else's
 */
public record SuppressionEntry(
    String request,
    Optional<String> tenant,
    String subject,
    TokenKind kind,
    int epoch,
    Token token,
    Instant erasedAt) {}
