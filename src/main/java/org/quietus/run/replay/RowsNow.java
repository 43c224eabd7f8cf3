package org.quietus.run.replay;

import java.util.Map;
import org.quietus.catalog.RowValues;
import org.quietus.target.PersonTraits;

/** What the rows tell that a replay has found, as long as they are there. */
public interface RowsNow {
  /** The identifiers that a person's rows hold. */
  PersonTraits traits(Recognised person);

  /** What those of a person's rows hold that are known by a name, and what else tells them. */
  Map<RowValues, Map<String, String>> held(Recognised person);

  /** The same by the encoded {@link org.quietus.catalog.RowName} of each. */
  Map<String, Map<String, String>> named(Recognised person);
}
