package org.quietus.run;

import org.quietus.request.ErasureRequest;
import org.quietus.target.PersonKeys;

/** A request that a run works for, with the rows that it is about. */
record Requested(ErasureRequest request, PersonKeys person) {}
