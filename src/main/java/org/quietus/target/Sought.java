package org.quietus.target;

import java.util.List;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;

/**
 * A person whose rows are to be taken out of copies of the data.
 *
 * @param request the id of the erasure request
 * @param step what happens to the rows of each table
 */
public record Sought(
    String request, Step step, SubjectType subject, PersonKeys keys, PersonTraits traits) {

  /** What the person is identified by, as given and in their rows. */
  public List<Identifier> identifiers() {
    return traits.identifiers(subject);
  }
}
