package org.quietus.target;

import org.quietus.subject.Identifier;

/** Tells of today's data whether somebody else has what a person was identified by. */
public interface Others {
  /** Nobody else has anything of anybody. */
  Others NONE = (person, identifier) -> false;

  /** Whether somebody else who is no younger than the erasure has an identifier of a person. */
  boolean have(Sought person, Identifier identifier);
}
