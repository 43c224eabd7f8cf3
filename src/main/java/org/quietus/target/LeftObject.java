package org.quietus.target;

import java.time.LocalDate;
import java.util.Optional;

/**
 * An object of a backup set that a run left although a person may be in it.
 *
 * @param label how messages call the set
 * @param token of this version of it, keyed, and the same in every run
 * @param name what messages call it: its key, or a form of it that names nobody
 * @param why the end that it came to, e.g. {@code damaged}, or {@link #AMBIGUOUS}
 * @param request of whom rows may be in it; empty if of anybody whom the run sought
 * @param until the last day on which it can still be there, where something protects it until then
 */
public record LeftObject(
    String set,
    String label,
    String token,
    String name,
    String why,
    Optional<String> request,
    Optional<LocalDate> until) {

  /** Rows in it may be the person's, but too little agrees to take them out. */
  public static final String AMBIGUOUS = "ambiguous";
}
