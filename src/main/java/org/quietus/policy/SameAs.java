package org.quietus.policy;

import java.util.Optional;

/**
 * That a kind of person is another one in a database of its own: the same people.
 *
 * @param subject the other kind
 * @param by the reference that leads from one to the other, beside what identifies them in both
 */
public record SameAs(String subject, Optional<Edge> by) {}
